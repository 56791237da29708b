/** Whether bytes under "deflate" have the header that the standard prescribes; some servers omit it. */
export function hasZlibHeader([method = 0, flags = 0]: Uint8Array): boolean {
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0
}
