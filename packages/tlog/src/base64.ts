/** Bytes as standard base64 (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** The bytes of standard base64; undefined for every other text, so that bytes have exactly one encoding. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    return undefined
  }
  // atob accepts white space, missing padding and stray bits.
  if (btoa(binary) !== text) return undefined
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** The 32 bytes of a hash in base64; undefined for every other text. */
export function decodeHash(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = text.length === 44 ? decodeBase64(text) : undefined
  return bytes?.length === 32 ? bytes : undefined
}
