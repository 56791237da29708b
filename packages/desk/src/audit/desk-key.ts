import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as signBytes, verify } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from '@card-member/sdk/contract'
import { type HeldKey, type KeyFile, readKeyFile } from '@card-member/service/database'
import { writeOnce } from '@card-member/service/kept-file'

/** Public halves of the keys that a desk has signed with, by key_id. */
export type PublicKeys = ReadonlyMap<string, KeyObject>

/** The key that a desk signs its audit log with. */
export interface DeskKey {
  readonly key_id: string
  readonly private_key: KeyObject
  /** Its public half, and those of the keys before it. */
  readonly public_keys: PublicKeys
}

const words = text({
  zh: '用于签名审计日志；此前各密钥的公钥须以 desk_pub.名称.pem 存放在同一目录',
  en: 'signs the audit log; the public half of every key before it lies beside it as desk_pub.NAME.pem',
})

const publicWords = text({ zh: '用于验证此前的签名', en: 'verifies what was signed before' })
const wanted = {
  private: text({ zh: ' Ed25519 私钥（PEM）', en: 'an Ed25519 private key (PEM)' }),
  public: text({ zh: ' Ed25519 公钥（PEM）', en: 'an Ed25519 public key (PEM)' }),
} as const

/** The desk's key and the public halves of those before it, as files that the database remembers. */
export function deskKeyFile(folder: string): KeyFile {
  const file = join(folder, 'desk_key.pem')
  const read = () => (existsSync(file) ? heldKeys(folder, file) : undefined)
  const make = () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeOnce(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  }
  return { purpose: 'audit_log', file, words, needs: 'all', read, make }
}

/**
 * Reads the desk's key of a folder: `desk_key.pem`, and `desk_pub.pem`, which is made when it is missing. To replace the key, rename
 * both, the public half to `desk_pub.SOMETHING.pem`, and put a new `desk_key.pem` there: old signatures stay valid.
 *
 * @throws {Error} when a file is no Ed25519 key, or the two are no pair
 */
export function readDeskKey(folder: string): DeskKey {
  const file = join(folder, 'desk_key.pem')
  const private_key = ed25519(readKeyFile({ file, words }, wanted.private, createPrivateKey), file)
  const public_key = createPublicKey(readFileSync(file))
  const publicFile = join(folder, 'desk_pub.pem')
  writeOnce(publicFile, public_key.export({ type: 'spki', format: 'pem' }).toString())
  const public_keys = readPublicKeys(folder)
  const key_id = keyId(public_key)
  if (keyId(readPublicKey(publicFile)) !== key_id)
    throw new Error(
      `${publicFile} is not the public half of ${file}: rename it to desk_pub.OLD.pem, so that what it signed can still be verified`,
    )
  return { key_id, private_key, public_keys }
}

/** Reads public keys from PEM texts: all that an auditor needs beside an export. @throws {Error} when one is no Ed25519 key */
export function parsePublicKeys(texts: readonly string[]): PublicKeys {
  const keys = texts.map((text) => ed25519(createPublicKey(text), 'a public key of the audit log'))
  return new Map(keys.map((key) => [keyId(key), key]))
}

/** The 32 bytes of a public key. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')
}

/** Signs a message. */
export function sign({ private_key }: DeskKey, message: string): string {
  return signBytes(null, Buffer.from(message), private_key).toString('base64')
}

/** Whether one of the keys signed a message. A signature that is not canonical base64 is wrong. */
export function verifySignature(keys: PublicKeys, key_id: string, message: string, signature: string): boolean {
  const key = keys.get(key_id)
  const bytes = Buffer.from(String(signature), 'base64')
  return key !== undefined && bytes.toString('base64') === signature && verify(null, Buffer.from(message), key, bytes)
}

function heldKeys(folder: string, file: string): HeldKey[] {
  const own = readKeyFile({ file, words }, wanted.private, createPublicKey)
  const keys = new Map([...readPublicKeys(folder), [keyId(own), ed25519(own, file)]])
  return [...keys].map(([key_id, key]) => ({ key_id, content: key.export({ type: 'spki', format: 'der' }) }))
}

function readPublicKeys(folder: string): PublicKeys {
  return new Map(publicFiles(folder).map((file) => [keyId(readPublicKey(file)), ed25519(readPublicKey(file), file)]))
}

function readPublicKey(file: string): KeyObject {
  return readKeyFile({ file, words: publicWords }, wanted.public, createPublicKey)
}

function publicFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^desk_pub(\..+)?\.pem$/.test(name))
    .map((name) => join(folder, name))
}

function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)
}

function ed25519(key: KeyObject, subject: string): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${subject} is no Ed25519 key`)
  return key
}
