import { randomBytes, scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { PasswordHasher } from './password-hash.ts'

const password = 'correct horse battery'
const cheap = { ln: 1, r: 1, p: 1 }

test('a hash says how it was made: scrypt with 32 MiB of memory and a salt of its own', async () => {
  const hasher = new PasswordHasher()
  const [hash, other] = await Promise.all([hasher.hash(password), hasher.hash(password)])
  const [, id, parameters, salt = '', key = ''] = hash.split('$')
  expect([id, parameters]).toEqual(['scrypt', 'ln=15,r=8,p=1'])
  const maxmem = 64 * 1024 * 1024
  const expected = scryptSync(password, Buffer.from(salt, 'base64'), 32, { N: 2 ** 15, r: 8, p: 1, maxmem })
  expect(Buffer.from(key, 'base64').equals(expected)).toBe(true)
  expect(Buffer.from(salt, 'base64')).toHaveLength(16)
  expect(other.split('$')[3]).not.toBe(salt)
  expect(await hasher.matches(password, hash)).toBe(true)
  expect(await hasher.matches(`${password}.`, hash)).toBe(false)
})

test('a hash of another cost stays good', async () => {
  const hash = await new PasswordHasher({ ln: 4, r: 2, p: 2 }).hash(password)
  expect(hash).toMatch(/^\$scrypt\$ln=4,r=2,p=2\$/)
  expect(await new PasswordHasher(cheap).matches(password, hash)).toBe(true)
  expect(await new PasswordHasher(cheap).matches('another', hash)).toBe(false)
})

test('a password is the same however its letters are composed, and whatever its length', async () => {
  const hasher = new PasswordHasher(cheap)
  expect(await hasher.matches('cafe\u0301 ｃａｒｄ', await hasher.hash('café card'))).toBe(true)
  const long = randomBytes(768).toString('base64')
  expect(await hasher.matches(long, await hasher.hash(long))).toBe(true)
  expect(await hasher.matches(long.slice(0, -1), await hasher.hash(long))).toBe(false)
})

test('without a hash nothing matches, and it takes the same work', async () => {
  const hasher = new PasswordHasher()
  const hash = await hasher.hash(password)
  // Time of the processor, which the load of the machine does not change much; the least of several runs.
  const work = async (given: string | undefined) => {
    const runs: number[] = []
    for (let run = 0; run < 3; run++) {
      const before = process.cpuUsage()
      await hasher.matches('another password', given)
      const { user, system } = process.cpuUsage(before)
      runs.push(user + system)
    }
    return Math.min(...runs)
  }
  const [withHash, without] = [await work(hash), await work(undefined)]
  expect(without / withHash).toBeGreaterThan(0.5)
  expect(without / withHash).toBeLessThan(2)
  expect(await hasher.matches('', undefined)).toBe(false)
})

test('a hash that cannot be read is an error, and no match', async () => {
  for (const hash of ['', 'x', '$scrypt$ln=1,r=1,p=1$short$short', `${'0'.repeat(32)}:${'0'.repeat(128)}`])
    await expect(new PasswordHasher(cheap).matches(password, hash)).rejects.toThrow('not readable')
})
