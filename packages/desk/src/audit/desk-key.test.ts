import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deskKeyFile, parsePublicKeys, readDeskKey, sign, verifySignature } from './desk-key.ts'

function makeFolder() {
  const path = mkdtempSync(join(tmpdir(), 'card-member-desk-key-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

test('a key is made once and kept, for its owner alone', () => {
  using folder = makeFolder()
  deskKeyFile(folder.path).make?.()
  const key = readDeskKey(folder.path)
  expect(key.key_id).toMatch(/^[0-9a-f]{16}$/)
  expect(readDeskKey(folder.path).key_id).toBe(key.key_id)
  expect(statSync(join(folder.path, 'desk_key.pem')).mode & 0o777).toBe(0o600)
  const auditor = parsePublicKeys([readFileSync(join(folder.path, 'desk_pub.pem'), 'utf8')])
  expect([...auditor.keys()]).toEqual([key.key_id])
  const signature = sign(key, 'text')
  expect(verifySignature(auditor, key.key_id, 'text', signature)).toBe(true)
  expect(verifySignature(auditor, key.key_id, 'other', signature)).toBe(false)
  expect(verifySignature(auditor, 'other', 'text', signature)).toBe(false)
  // The same bytes in another spelling.
  expect(verifySignature(auditor, key.key_id, 'text', signature.replace('==', ''))).toBe(false)
  expect(verifySignature(auditor, key.key_id, 'text', '')).toBe(false)
})

test('a key that was rolled stays known', () => {
  using folder = makeFolder()
  deskKeyFile(folder.path).make?.()
  const old = readDeskKey(folder.path)
  const signature = sign(old, 'text')
  renameSync(join(folder.path, 'desk_key.pem'), join(folder.path, 'desk_key.2026.pem'))
  deskKeyFile(folder.path).make?.()
  expect(() => readDeskKey(folder.path)).toThrow(/desk_pub.pem is not the public half of .*rename it to desk_pub.OLD.pem/)
  renameSync(join(folder.path, 'desk_pub.pem'), join(folder.path, 'desk_pub.2026.pem'))
  const key = readDeskKey(folder.path)
  expect(key.key_id).not.toBe(old.key_id)
  expect(verifySignature(key.public_keys, old.key_id, 'text', signature)).toBe(true)
})

test('a key of another kind is refused', () => {
  using folder = makeFolder()
  const { privateKey } = generateKeyPairSync('x25519')
  writeFileSync(join(folder.path, 'desk_key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  expect(() => readDeskKey(folder.path)).toThrow(/desk_key.pem is no Ed25519 key/)
})
