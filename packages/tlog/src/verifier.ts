import { encodeUtf8 } from './bytes.ts'
import { cosignedMessage, splitCosignature } from './cosignature.ts'
import { type KeyType, parseVerifierKey } from './key.ts'

/** Verifies signatures of one key. */
export interface NoteVerifier {
  readonly name: string
  readonly key_id: number
  readonly type: KeyType
  /** Whether the key made this signature of the text. */
  verify(text: string, signature: Uint8Array): Promise<boolean>
}

/**
 * The verifier of a verifier key, `NAME+KEY_ID+BASE64`, of a log or a witness.
 *
 * @throws {TlogError} KEY_MALFORMED, KEY_TYPE_UNSUPPORTED
 * @example
 * const log = importVerifier('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
 */
export function importVerifier(vkey: string): NoteVerifier {
  const { name, type, key, key_id } = parseVerifierKey(vkey)
  const bytes = new Uint8Array(key)
  const verify = async (message: Uint8Array<ArrayBuffer>, signature: Uint8Array) => {
    try {
      const publicKey = await crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify'])
      return await crypto.subtle.verify('Ed25519', publicKey, new Uint8Array(signature), message)
    } catch {
      // Some runtimes reject a signature of the wrong length, or a key that is no point, in this way.
      return false
    }
  }
  if (type === 'ed25519') return { name, key_id, type, verify: (text, signature) => verify(encodeUtf8(text), signature) }
  const verifyCosignature = async (text: string, signature: Uint8Array) => {
    const parts = splitCosignature(signature)
    return parts !== undefined && (await verify(cosignedMessage(text, parts.time), parts.signature))
  }
  return { name, key_id, type, verify: verifyCosignature }
}
