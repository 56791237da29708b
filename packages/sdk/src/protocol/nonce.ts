import { runtime } from '#runtime'

/** A random string of `[0-9A-Za-z]`, by default 32 characters, from a cryptographic source. */
export function makeNonce(length = 32): string {
  let nonce = ''
  // Three bytes are four characters of base64. Every character but + and / is equally likely.
  while (nonce.length < length) nonce += runtime.encodeBase64(runtime.randomBytes(Math.ceil(length / 3) * 3)).replaceAll(/[+/]/g, '')
  return nonce.slice(0, length)
}
