import { aead, runtime } from '#runtime'
import type { TextPart } from '../text.ts'
import { CredentialError } from './error.ts'
import { wrongApiv3Key } from './resource-errors.ts'

const encoder = new TextEncoder()
const tagLength = 16

/** A value encrypted with the APIv3 key, as in notifications and certificate downloads. */
export interface AeadResource {
  readonly algorithm: 'AEAD_AES_256_GCM'
  /** Base64 of the ciphertext followed by its 16-byte tag. */
  readonly ciphertext: string
  /** 12 bytes. */
  readonly nonce: string
  readonly associated_data?: string | undefined
}

/**
 * The APIv3 key as bytes.
 *
 * @throws {CredentialError} APIV3_KEY_LENGTH unless it has 32 bytes
 */
export function readApiv3Key(key: string, subject: TextPart = 'apiv3_key'): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(key)
  if (bytes.length !== 32) throw new CredentialError('APIV3_KEY_LENGTH', subject, String(bytes.length))
  return bytes
}

/**
 * Opens a value encrypted with the APIv3 key. The tag is always checked.
 *
 * @throws {SignatureError} APIV3_KEY_WRONG when it does not open
 */
export async function openResource(
  resource: Omit<AeadResource, 'algorithm'>,
  key: Uint8Array<ArrayBuffer>,
  subject: TextPart = 'resource',
): Promise<Uint8Array<ArrayBuffer>> {
  const data = runtime.decodeBase64(resource.ciphertext)
  const nonce = encoder.encode(resource.nonce)
  if (data === undefined || data.length < tagLength || nonce.length !== 12) throw wrongApiv3Key(subject)
  const plaintext = await aead.decrypt({ key, nonce, associatedData: encoder.encode(resource.associated_data ?? ''), data })
  if (plaintext === undefined) throw wrongApiv3Key(subject)
  return plaintext
}

/** Encrypts a value with the APIv3 key. Use a nonce once only. */
export async function sealResource(
  plaintext: Uint8Array<ArrayBuffer>,
  key: Uint8Array<ArrayBuffer>,
  nonce: string,
  associated_data: string,
): Promise<AeadResource> {
  const data = await aead.encrypt({
    key,
    nonce: encoder.encode(nonce),
    associatedData: encoder.encode(associated_data),
    data: plaintext,
  })
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: runtime.encodeBase64(data), nonce, associated_data }
}
