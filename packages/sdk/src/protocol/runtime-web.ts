import { hasZlibHeader } from './deflate.ts'
import type { Aead, AeadInput, Decompress, PrivateKey, PublicKey, Runtime } from './runtime.ts'

const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
// The protocol prescribes SHA-1 for OAEP, where collisions do not matter.
const sealing = { name: 'RSA-OAEP', hash: 'SHA-1' } as const

export const runtime: Runtime = {
  encodeBase64: (bytes) => {
    let binary = ''
    for (const byte of bytes) binary += String.fromCharCode(byte)
    return btoa(binary)
  },
  decodeBase64: (text) => {
    try {
      const binary = atob(text)
      // atob accepts white space, missing padding and stray bits; a signature must have exactly one encoding.
      if (btoa(binary) !== text) return undefined
      return Uint8Array.from(binary, (character) => character.charCodeAt(0))
    } catch {
      return undefined
    }
  },
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
  privateKey,
  publicKey,
}

/** AES-256-GCM of the runtime. */
export const aead: Aead = {
  encrypt: async (input) => new Uint8Array(await crypto.subtle.encrypt(gcm(input), await aesKey(input.key), input.data)),
  decrypt: async (input) => {
    const key = await aesKey(input.key)
    try {
      return new Uint8Array(await crypto.subtle.decrypt(gcm(input), key, input.data))
    } catch {
      return undefined
    }
  },
}

export const decompress: Decompress = async (compression, bytes, limit) => {
  if (compression === 'zstd') return undefined
  const format = formatOf(compression, bytes)
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    // Most runtimes have no Brotli and throw.
    const reader = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream(format)).getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length
      if (length > limit) {
        await reader.cancel().catch(() => undefined)
        return 'too_large'
      }
      chunks.push(new Uint8Array(next.value))
    }
  } catch {
    return undefined
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

function formatOf(compression: 'gzip' | 'deflate' | 'br', bytes: Uint8Array): 'brotli' | 'gzip' | 'deflate' | 'deflate-raw' {
  if (compression === 'br') return 'brotli'
  return compression === 'deflate' && !hasZlibHeader(bytes) ? 'deflate-raw' : compression
}

// Web Crypto binds a key object to one algorithm, so each use imports its own key once, when it is first needed.
function privateKey(pkcs8: Uint8Array<ArrayBuffer>): PrivateKey {
  const signer = once(() => crypto.subtle.importKey('pkcs8', pkcs8, signing, false, ['sign']))
  const opener = once(() => crypto.subtle.importKey('pkcs8', pkcs8, sealing, false, ['decrypt']))
  return {
    sign: async (message) => new Uint8Array(await crypto.subtle.sign(signing.name, await signer(), message)),
    decrypt: async (ciphertext) => {
      const key = await opener()
      // Some runtimes pad a short ciphertext with zeros, so a value would have two encodings.
      if (!('modulusLength' in key.algorithm) || key.algorithm.modulusLength !== ciphertext.length * 8) return undefined
      try {
        return new Uint8Array(await crypto.subtle.decrypt(sealing.name, key, ciphertext))
      } catch {
        return undefined
      }
    },
  }
}

function publicKey(spki: Uint8Array<ArrayBuffer>): PublicKey {
  const verifier = once(() => crypto.subtle.importKey('spki', spki, signing, false, ['verify']))
  const sealer = once(() => crypto.subtle.importKey('spki', spki, sealing, false, ['encrypt']))
  return {
    verify: async (message, signature) => crypto.subtle.verify(signing.name, await verifier(), signature, message),
    encrypt: async (plaintext) => new Uint8Array(await crypto.subtle.encrypt(sealing.name, await sealer(), plaintext)),
  }
}

function gcm({ nonce, associatedData }: AeadInput) {
  return { name: 'AES-GCM', iv: nonce, additionalData: associatedData, tagLength: 128 }
}

function aesKey(key: Uint8Array<ArrayBuffer>) {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
