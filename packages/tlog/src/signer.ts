import { decodeBase64 } from './base64.ts'
import { concatBytes, encodeUtf8 } from './bytes.ts'
import { cosignedMessage, joinCosignature } from './cosignature.ts'
import { formatSigningKey, formatVerifierKey, type KeyType, keyId, parseSigningKey } from './key.ts'
import { isKeyName, type NoteSignature } from './note.ts'
import { checkInteger } from './number.ts'
import { TlogError } from './tlog-error.ts'
import { terms } from './tlog-errors.ts'

/** Signs notes with one key. */
export interface NoteSigner {
  readonly name: string
  readonly key_id: number
  /** The verifier key that belongs to it. */
  readonly vkey: string
  /** Signs a text that ends with a newline. */
  sign(text: string): Promise<NoteSignature>
}

/** What may be chosen of a signer. */
export interface SignerOptions {
  /** The time of a cosignature, in milliseconds since 1970; `Date.now` unless given. */
  readonly now?: () => number
}

// An Ed25519 private key of PKCS #8 (RFC 8410) up to its seed.
const pkcs8Prefix = Uint8Array.of(0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20)
const seedLength = 32

/**
 * Makes a key: for a log, or with `cosignature` for a witness. Keep the signing key secret.
 *
 * @throws {TlogError} KEY_NAME_INVALID
 * @example
 * const { skey, vkey } = await generateKey('example.com/log')
 */
export async function generateKey(name: string, type: KeyType = 'ed25519'): Promise<{ readonly skey: string; readonly vkey: string }> {
  const seed = crypto.getRandomValues(new Uint8Array(seedLength))
  const { vkey } = await signerFromSeed(name, seed, type)
  const { key } = await importSeed(seed)
  return { skey: formatSigningKey({ name, type, key: seed }, keyId({ name, type, key })), vkey }
}

/**
 * The signer of a signing key, `PRIVATE+KEY+NAME+KEY_ID+BASE64`.
 *
 * @throws {TlogError} KEY_MALFORMED, KEY_TYPE_UNSUPPORTED
 * @example
 * const signer = await importSigner(skey)
 * const note = await signNote('hello\n', [signer])
 */
export async function importSigner(skey: string, options: SignerOptions = {}): Promise<NoteSigner> {
  const { name, type, key, key_id } = parseSigningKey(skey)
  const signer = await signerFromSeed(name, key, type, options)
  if (signer.key_id !== key_id) throw new TlogError('KEY_MALFORMED', terms.signingKey)
  return signer
}

/**
 * The signer of a seed that is kept elsewhere, for example in a vault.
 *
 * @param seed the private key of Ed25519, 32 bytes
 * @throws {TlogError} KEY_NAME_INVALID; KEY_MALFORMED for another length
 * @example
 * const signer = await signerFromSeed('example.com/log', crypto.getRandomValues(new Uint8Array(32)))
 */
export async function signerFromSeed(
  name: string,
  seed: Uint8Array,
  type: KeyType = 'ed25519',
  { now = Date.now }: SignerOptions = {},
): Promise<NoteSigner> {
  if (!isKeyName(name)) throw new TlogError('KEY_NAME_INVALID', name)
  const { key, privateKey } = await importSeed(seed)
  const key_id = keyId({ name, type, key })
  const ed25519 = async (message: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, message))
  const signature = async (text: string) => {
    if (type === 'ed25519') return ed25519(encodeUtf8(text))
    const time = Math.floor(now() / 1000)
    checkInteger('time', time, 1)
    return joinCosignature(time, await ed25519(cosignedMessage(text, time)))
  }
  return {
    name,
    key_id,
    vkey: formatVerifierKey({ name, type, key }),
    sign: async (text) => ({ name, key_id, signature: await signature(text) }),
  }
}

async function importSeed(seed: Uint8Array) {
  if (seed.length !== seedLength) throw new TlogError('KEY_MALFORMED', terms.signingKey)
  const privateKey = await crypto.subtle.importKey('pkcs8', concatBytes(pkcs8Prefix, seed), 'Ed25519', true, ['sign'])
  // Web Crypto derives a public key in this form alone.
  const { x = '' } = await crypto.subtle.exportKey('jwk', privateKey)
  const key = decodeBase64(`${x.replaceAll('-', '+').replaceAll('_', '/')}=`)
  if (key === undefined) throw new TlogError('KEY_MALFORMED', terms.signingKey)
  return { key, privateKey }
}
