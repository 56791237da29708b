import { decodeBase64, encodeBase64 } from './base64.ts'
import { concatBytes, encodeUtf8 } from './bytes.ts'
import { isKeyName } from './note.ts'
import { sha256 } from './sha256.ts'
import { TlogError } from './tlog-error.ts'
import { type LocalizedText, terms } from './tlog-errors.ts'

/** What a key signs: notes as they are (a log's), or checkpoints with the time (a witness's). */
export type KeyType = 'ed25519' | 'cosignature'

/** A key's name, what it signs, and its 32 bytes. */
export interface KeyParts {
  readonly name: string
  readonly type: KeyType
  readonly key: Uint8Array
}

const keyLength = 32
const typeBytes = { ed25519: 0x01, cosignature: 0x04 } as const satisfies Record<KeyType, number>
const privatePrefix = 'PRIVATE+KEY+'

/**
 * The 32-bit id by which signature lines name a key: the first 4 bytes of SHA-256 of name, newline, type and public key.
 *
 * @example
 * keyId({ name: 'example.com/foo', type: 'ed25519', key }).toString(16) // '530d903a'
 */
export function keyId({ name, type, key }: KeyParts): number {
  const digest = sha256(concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(typeBytes[type]), key))
  return new DataView(digest.buffer).getUint32(0)
}

/**
 * Writes a verifier key: `NAME+KEY_ID+BASE64`, safe to give to anybody.
 *
 * @throws {TlogError} KEY_NAME_INVALID, KEY_MALFORMED when the key has not 32 bytes
 * @example
 * const vkey = formatVerifierKey({ name: 'example.com/log', type: 'ed25519', key })
 */
export function formatVerifierKey(parts: KeyParts): string {
  return formatKey(parts, keyId(parts), terms.verifierKey)
}

/**
 * Reads a verifier key.
 *
 * @throws {TlogError} KEY_MALFORMED, also when the id is not that of name and key; KEY_TYPE_UNSUPPORTED
 * @example
 * const { name, type } = parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
 */
export function parseVerifierKey(vkey: string): KeyParts & { readonly key_id: number } {
  const parts = parseKey(vkey, terms.verifierKey)
  if (keyId(parts) !== parts.key_id) throw new TlogError('KEY_MALFORMED', terms.verifierKey)
  return parts
}

/** Writes a signing key, whose `key` is the 32-byte seed of Ed25519, as Go's `note.GenerateKey` does. */
export function formatSigningKey(parts: KeyParts, publicKeyId: number): string {
  return privatePrefix + formatKey(parts, publicKeyId, terms.signingKey)
}

/** Reads a signing key; whether the id is right is known once its public key is. */
export function parseSigningKey(skey: string): KeyParts & { readonly key_id: number } {
  if (!skey.startsWith(privatePrefix)) throw new TlogError('KEY_MALFORMED', terms.signingKey)
  return parseKey(skey.slice(privatePrefix.length), terms.signingKey)
}

function formatKey({ name, type, key }: KeyParts, id: number, subject: LocalizedText): string {
  if (!isKeyName(name)) throw new TlogError('KEY_NAME_INVALID', name)
  if (key.length !== keyLength) throw new TlogError('KEY_MALFORMED', subject)
  return `${name}+${id.toString(16).padStart(8, '0')}+${encodeBase64(concatBytes(Uint8Array.of(typeBytes[type]), key))}`
}

function parseKey(text: string, subject: LocalizedText): KeyParts & { readonly key_id: number } {
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text) ?? []
  const bytes = decodeBase64(encoded)
  const [byte] = bytes ?? []
  if (!isKeyName(name) || bytes === undefined || byte === undefined) throw new TlogError('KEY_MALFORMED', subject)
  const type = byte === typeBytes.ed25519 ? 'ed25519' : 'cosignature'
  if (byte !== typeBytes[type]) throw new TlogError('KEY_TYPE_UNSUPPORTED', subject, `0x${byte.toString(16).padStart(2, '0')}`)
  if (bytes.length !== 1 + keyLength) throw new TlogError('KEY_MALFORMED', subject)
  return { name, type, key: bytes.subarray(1), key_id: Number.parseInt(id, 16) }
}
