import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ran, run } from './command-fixture.ts'

const cwd = mkdtempSync(join(tmpdir(), 'card-member-keys-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

let made: Ran
beforeAll(async () => {
  made = await run(['keys', 'make', '--out', 'made'], { cwd })
})

describe('card-member keys make', () => {
  it('writes a pair and a serial that a tenants file takes as they are', () => {
    const serial_no = readFileSync(join(cwd, 'made/serial_no.txt'), 'utf8').trim()
    expect(serial_no).toMatch(/^[4-7][0-9A-F]{39}$/)
    expect(made).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        '  private key  made/apiclient_key.pem',
        '  public key   made/merchant_pub.pem',
        `  serial       ${serial_no} (made/serial_no.txt)`,
        'Keep the private key secret. This line of a tenants file adds the merchant:',
        `  {"mchid":"1900000001","serial_no":"${serial_no}","public_key_file":"merchant_pub.pem","brands":["1004"]}`,
        '',
      ].join('\n'),
    })
    const ofPrivate = execFileSync('openssl', ['pkey', '-in', 'apiclient_key.pem', '-pubout'], { cwd: join(cwd, 'made') })
    expect(ofPrivate.toString()).toBe(readFileSync(join(cwd, 'made/merchant_pub.pem'), 'utf8'))
    expect(statSync(join(cwd, 'made/apiclient_key.pem')).mode & 0o777).toBe(0o600)
  })

  it('never overwrites', async () => {
    const before = readFileSync(join(cwd, 'made/apiclient_key.pem'), 'utf8')
    expect(await run(['keys', 'make', '--out', 'made'], { cwd })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'made/apiclient_key.pem exists already and is not overwritten. Choose another folder with --out.\n',
    })
    expect(readFileSync(join(cwd, 'made/apiclient_key.pem'), 'utf8')).toBe(before)
  })
})

describe('card-member keys show', () => {
  it('tells the two halves of a pair, and nothing secret', async () => {
    const { code, stdout, stderr } = await run(['keys', 'show', 'made/apiclient_key.pem', 'made/merchant_pub.pem'], { cwd })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^made\/apiclient_key\.pem\n {2}kind {8}private key, PKCS#8\n {2}algorithm {3}RSA, 2048 bits\n {2}public key {2}sha256:[0-9a-f]{64}\n {2}goes into {3}private_key_file\n/,
    )
    expect(stdout).toMatch(/\nThe same key pair: made\/apiclient_key\.pem, made\/merchant_pub\.pem\n$/)
    const secret = readFileSync(join(cwd, 'made/apiclient_key.pem'), 'utf8').split('\n')[5] ?? ''
    expect(secret).toHaveLength(64)
    expect(stdout).not.toContain(secret)
  })

  it('says of an Ed25519 key what it is and what is needed', async () => {
    writeFileSync(join(cwd, 'ed25519.pem'), generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { stdout } = await run(['keys', 'show', 'ed25519.pem'], { cwd })
    expect(stdout).toBe(
      [
        'ed25519.pem',
        '  kind       private key, PKCS#8',
        '  algorithm  Ed25519',
        '  advice     ed25519.pem is a key of the kind Ed25519; it must be RSA with 2048 bits. Use the key from the merchant platform.',
        '',
      ].join('\n'),
    )
  })

  it('says of a folder, an empty file and a missing one what they are, and goes on with the others', async () => {
    writeFileSync(join(cwd, 'empty.pem'), '')
    expect(await run(['keys', 'show', 'made', 'empty.pem', 'gone.pem', 'made/serial_no.txt'], { cwd })).toEqual({
      code: 1,
      stderr:
        'made is a folder, not a file. Name a file in it.\nempty.pem is empty. Write or download it again.\ngone.pem does not exist. Check the path.\n',
      stdout: expect.stringMatching(/^made\/serial_no\.txt\n {2}kind {7}serial of a certificate\n/),
    })
  })

  it('ends with 1 when a file is nothing it knows, and when it cannot be read', async () => {
    writeFileSync(join(cwd, 'note.txt'), 'hello')
    const strange = await run(['keys', 'show', 'note.txt', '--lang', 'zh-CN'], { cwd })
    expect(strange).toMatchObject({ code: 1, stderr: '' })
    expect(strange.stdout).toContain('  类型  无法识别\n')
    expect(await run(['keys', 'show', 'missing.pem'], { cwd })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'missing.pem does not exist. Check the path.\n',
    })
  })
})
