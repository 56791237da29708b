import { runtime } from '#runtime'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A random string of `[0-9A-Za-z]`, by default 32 characters, from a cryptographic source. */
export function makeNonce(length = 32): string {
  let nonce = ''
  while (nonce.length < length) {
    // Bytes from 248 up are dropped, because they would make the first letters more likely; a quarter more bytes replaces them.
    for (const byte of runtime.randomBytes(Math.ceil(length * 1.25))) {
      if (byte < 248 && nonce.length < length) nonce += alphabet[byte % alphabet.length]
    }
  }
  return nonce
}
