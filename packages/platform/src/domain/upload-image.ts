import { createHash } from 'node:crypto'
import { type Input, type uploadImage as operation, PlatformError } from '@card-member/sdk/contract'
import { imageSize } from 'image-size'
import type { ImageStore } from '../store/images.ts'

const maxBytes = 2 * 1024 * 1024
const maxPixels = 10_000
const formats: Readonly<Record<string, { readonly extension: string; readonly names: RegExp }>> = {
  png: { extension: 'png', names: /\.png$/i },
  jpg: { extension: 'jpg', names: /\.jpe?g$/i },
  bmp: { extension: 'bmp', names: /\.bmp$/i },
}

/** Validates and stores an image; returns its name, which is derived from its content. */
export async function uploadImage(input: Input<typeof operation>, images: ImageStore): Promise<string> {
  const { filename, file, file_digest, sha256 } = input
  const digest = createHash('sha256').update(file).digest('hex')
  if ((file_digest === undefined) === (sha256 === undefined)) throw paramError('/file_digest', 'give exactly one of file_digest and sha256')
  if ((file_digest ?? sha256) !== digest)
    throw paramError(file_digest === undefined ? '/sha256' : '/file_digest', 'is not the SHA-256 of the file')
  if (file.length > maxBytes) throw paramError('/file', `has ${file.length} bytes; at most ${maxBytes} are allowed`)
  const { extension, names } = formatOf(file)
  if (!names.test(filename)) throw paramError('/filename', `does not fit the content, which is ${extension.toUpperCase()}`)
  const name = `${digest}.${extension}`
  await images.put(name, file)
  return name
}

function formatOf(file: Uint8Array) {
  const { type, width, height } = readImageSize(file)
  const format = formats[type ?? '']
  if (format === undefined) throw paramError('/file', 'is not a PNG, JPEG or BMP image')
  if (!isSide(width) || !isSide(height)) throw paramError('/file', `has ${width} x ${height} pixels; each side has 1 to ${maxPixels}`)
  return format
}

function readImageSize(file: Uint8Array) {
  try {
    return imageSize(file)
  } catch {
    throw paramError('/file', 'is not a PNG, JPEG or BMP image')
  }
}

function isSide(pixels: number): boolean {
  return pixels >= 1 && pixels <= maxPixels
}

function paramError(field: string, issue: string): PlatformError {
  return new PlatformError('param_error', { field, issue, location: 'body' })
}
