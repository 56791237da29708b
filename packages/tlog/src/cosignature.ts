import { concatBytes, encodeUtf8 } from './bytes.ts'

const timeLength = 8

/** What a witness signs: that at a time, in seconds since 1970, this was the largest checkpoint of the log that it had seen. */
export function cosignedMessage(text: string, time: number): Uint8Array<ArrayBuffer> {
  return encodeUtf8(`cosignature/v1\ntime ${time}\n${text}`)
}

/** The time of a cosignature, in seconds since 1970, and what the key made; undefined when it cannot be one. */
export function splitCosignature(signature: Uint8Array): { readonly time: number; readonly signature: Uint8Array } | undefined {
  if (signature.length <= timeLength) return undefined
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0))
  return Number.isSafeInteger(time) ? { time, signature: signature.subarray(timeLength) } : undefined
}

/** A cosignature as it stands in a note: 8 bytes of time, then the signature. */
export function joinCosignature(time: number, signature: Uint8Array): Uint8Array<ArrayBuffer> {
  const prefix = new Uint8Array(timeLength)
  new DataView(prefix.buffer).setBigUint64(0, BigInt(time))
  return concatBytes(prefix, signature)
}
