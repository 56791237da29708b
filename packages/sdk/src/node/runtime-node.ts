import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { Aead, PrivateKey, PublicKey, Runtime } from '../protocol/runtime.ts'

export { decompress } from './decompress.ts'

const signInPool = promisify(sign)
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' } as const
const tagLength = 16

export const runtime: Runtime = {
  encodeBase64: (bytes) => view(bytes).toString('base64'),
  decodeBase64: (text) => {
    const bytes = Buffer.from(text, 'base64')
    // Buffer accepts almost any text; a signature must have exactly one encoding.
    return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined
  },
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  sha256: async (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
  privateKey,
  publicKey,
}

/** AES-256-GCM of the runtime. */
export const aead: Aead = {
  encrypt: async ({ key, nonce, associatedData, data }) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData)
    return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]))
  },
  decrypt: async ({ key, nonce, associatedData, data }) => {
    if (data.length < tagLength) return undefined
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(associatedData)
    decipher.setAuthTag(data.subarray(-tagLength))
    try {
      return new Uint8Array(Buffer.concat([decipher.update(data.subarray(0, -tagLength)), decipher.final()]))
    } catch {
      return undefined
    }
  },
}

function privateKey(pkcs8: Uint8Array): PrivateKey {
  const key = createPrivateKey({ key: view(pkcs8), format: 'der', type: 'pkcs8' })
  return {
    sign: (message) => signInPool('sha256', message, key),
    signNow: (message) => sign('sha256', message, key),
    decrypt: async (ciphertext) => {
      // OpenSSL pads a short ciphertext with zeros, so a value would have two encodings.
      if (ciphertext.length * 8 !== key.asymmetricKeyDetails?.modulusLength) return undefined
      try {
        return new Uint8Array(privateDecrypt({ key, ...oaep }, ciphertext))
      } catch {
        return undefined
      }
    },
  }
}

function publicKey(spki: Uint8Array): PublicKey {
  const key = createPublicKey({ key: view(spki), format: 'der', type: 'spki' })
  return {
    // On the event loop: a verification costs a tenth of a signature, and less than the way to the thread pool.
    verify: async (message, signature) => verify('sha256', message, key, signature),
    encrypt: async (plaintext) => publicEncrypt({ key, ...oaep }, plaintext),
  }
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
