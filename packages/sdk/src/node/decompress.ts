import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { hasZlibHeader } from '../protocol/deflate.ts'
import type { Compression, Decompress } from '../protocol/runtime.ts'

type Undo = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Buffer>

const undo: Readonly<Record<Compression | 'raw', Undo | undefined>> = {
  gzip: promisify(zlib.gunzip),
  deflate: promisify(zlib.inflate),
  raw: promisify(zlib.inflateRaw),
  br: promisify(zlib.brotliDecompress),
  // Node 20 has no Zstandard.
  zstd: zlib.zstdDecompress ? promisify(zlib.zstdDecompress) : undefined,
}

/** Decompresses in the thread pool. */
export const decompress: Decompress = async (compression, bytes, limit) => {
  const kind = compression === 'deflate' && !hasZlibHeader(bytes) ? 'raw' : compression
  try {
    const body = await undo[kind]?.(bytes, { maxOutputLength: limit })
    return body && new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : undefined
  }
}
