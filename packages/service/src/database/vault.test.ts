import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Vault } from './vault.ts'

const k1 = randomBytes(32)
const vault = new Vault({ current: 'k1', keys: { k1 } })

describe('the vault', () => {
  test('gives back what was put in, and never stores it the same way twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, place) => {
        const stored = vault.encrypt(text, place)
        expect(stored).toMatch(/^k1\.[0-9A-Za-z+/]+=*$/)
        expect(vault.decrypt(stored, place)).toBe(text)
        expect(vault.encrypt(text, place)).not.toBe(stored)
      }),
    )
  })

  test('opens a value in its place only', () => {
    const stored = vault.encrypt('13800001234', '1004 p code /phone_number')
    expect(() => vault.decrypt(stored, '1004 p other /phone_number')).toThrow('unable to authenticate data')
  })

  test('opens no value that was changed in any bit', () => {
    const stored = vault.encrypt('1', 'place')
    const bytes = Buffer.from(stored.slice(3), 'base64')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(() => vault.decrypt(`k1.${changed.toString('base64')}`, 'place')).toThrow('unable to authenticate data')
    }
  })

  test('opens no value that was cut', () => {
    const stored = vault.encrypt('13800001234', 'place')
    for (const cut of [stored.slice(0, -4), 'k1.', 'k1.AAAA', stored.slice(3)]) expect(() => vault.decrypt(cut, 'place')).toThrow()
  })

  test('reads old values with old keys and writes with the current one', () => {
    const rolled = new Vault({ current: 'k2', keys: { k1, k2: randomBytes(32) } })
    expect(rolled.decrypt(vault.encrypt('old', 'place'), 'place')).toBe('old')
    expect(rolled.encrypt('new', 'place')).toMatch(/^k2\./)
    expect(() => vault.decrypt(rolled.encrypt('new', 'place'), 'place')).toThrow(
      'the storage key "k2" is missing; add it to the storage key file',
    )
  })

  test('gives a value one keyed hash, whichever key is current, and none that tells the value', () => {
    const rolled = new Vault({ current: 'k2', keys: { k1, k2: randomBytes(32) } })
    const keyedHash = vault.keyedHash('13800001234')
    expect(keyedHash).toMatch(/^[0-9A-Za-z_-]{43}$/)
    expect(rolled.keyedHash('13800001234')).toBe(keyedHash)
    expect(vault.keyedHash('13800001235')).not.toBe(keyedHash)
    expect(new Vault({ current: 'k1', keys: { k1: randomBytes(32) } }).keyedHash('13800001234')).not.toBe(keyedHash)
  })

  test('names a value the same for good, and takes no name that was changed, made up or given for another place', () => {
    const rolled = new Vault({ current: 'k2', keys: { k1, k2: randomBytes(32) } })
    const name = vault.nameOf('13800001234', 'place')
    expect(name).toMatch(/^[0-9A-Za-z_-]{36}$/)
    expect([rolled.nameOf('13800001234', 'place'), rolled.named(name, 'place')]).toEqual([name, '13800001234'])
    expect(vault.nameOf('13800001235', 'place').slice(0, 8)).not.toBe(name.slice(0, 8))
    expect(vault.named(name, 'other')).toBeUndefined()
    expect(new Vault({ current: 'k1', keys: { k1: randomBytes(32) } }).named(name, 'place')).toBeUndefined()
    for (let at = 0; at < name.length; at++)
      for (const other of [name.slice(0, at), `${name.slice(0, at)}${name[at] === 'A' ? 'B' : 'A'}${name.slice(at + 1)}`])
        expect(vault.named(other, 'place')).toBeUndefined()
    for (const wrong of [`${name}=`, `${name}A`, ` ${name}`, '', 'ÿ']) expect(vault.named(wrong, 'place')).toBeUndefined()
  })

  test('needs the key that it names as current', () => {
    expect(() => new Vault({ current: 'k2', keys: { k1 } })).toThrow('the storage keys name "k2" as current but do not hold it')
  })
})
