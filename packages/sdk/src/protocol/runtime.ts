/**
 * Functions that the protocol needs from the runtime. There are two implementations, chosen by the package's `imports`
 * conditions: Web Crypto (everywhere) and `node:crypto` (Node, where it is faster).
 */
export interface Runtime {
  /** Standard base64 with padding, no line breaks. */
  encodeBase64(bytes: Uint8Array): string
  /** Decodes canonical standard base64 only; `undefined` for any other text. */
  decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined
  randomBytes(length: number): Uint8Array<ArrayBuffer>
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  /** @param pkcs8 an RSA private key, PKCS#8 DER */
  privateKey(pkcs8: Uint8Array<ArrayBuffer>): PrivateKey
  /** @param spki an RSA public key, SubjectPublicKeyInfo DER */
  publicKey(spki: Uint8Array<ArrayBuffer>): PublicKey
}

/** AES-256-GCM, which notifications and certificate downloads need. Apart, so that bundles of calls alone do not hold it. */
export interface Aead {
  /** The result is the ciphertext followed by the 16-byte tag. */
  encrypt(input: AeadInput): Promise<Uint8Array<ArrayBuffer>>
  /** Opens ciphertext and tag; `undefined` when the tag does not fit. */
  decrypt(input: AeadInput): Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** Compressions of proxies. Runtimes with Web Crypto know the first two only. */
export type Compression = 'gzip' | 'deflate' | 'br' | 'zstd'

/**
 * Decompresses at most about `limit` bytes; `undefined` when the bytes are damaged, or when the runtime does not know the
 * compression.
 */
export type Decompress = (compression: Compression, bytes: Uint8Array, limit: number) => Promise<Uint8Array | 'too_large' | undefined>

export interface AeadInput {
  readonly key: Uint8Array<ArrayBuffer>
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly associatedData: Uint8Array<ArrayBuffer>
  readonly data: Uint8Array<ArrayBuffer>
}

export interface PrivateKey {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
  /** The same on the calling thread, where the runtime offers it: faster for one message, slower for several. */
  signNow?(message: Uint8Array<ArrayBuffer>): Uint8Array
  /** RSAES-OAEP with SHA-1; `undefined` when the ciphertext is not for this key. */
  decrypt(ciphertext: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined>
}

export interface PublicKey {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  verify(message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean>
  /** RSAES-OAEP with SHA-1. */
  encrypt(plaintext: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
}
