import { hasBody, isRecord, type Operation, PlatformError } from '@card-member/sdk/contract'
import type { RequestContext } from './edge.ts'
import { readUpload, type Upload } from './multipart.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Refuses a compressed body: its bytes are not those that its sender signed, and a signature error would not say so. */
export function refuseEncoded({ header }: RequestContext): void {
  if (!/^(identity)?$/i.test((header('content-encoding') ?? '').trim())) throw new PlatformError('body_encoded')
}

/** The parts of an upload; undefined for operations that take none. @throws {PlatformError} */
export async function uploadOf({ operation, header }: RequestContext, body: Uint8Array): Promise<Upload | undefined> {
  if (operation.encoding !== 'multipart') return undefined
  const contentType = header('content-type') ?? ''
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType)) throw new PlatformError('media_type_multipart')
  const upload = await readUpload(contentType, body)
  if (typeof upload === 'string') throw new PlatformError('param_error', { issue: upload, location: 'body' })
  return upload
}

/** What a body says, before it is checked. @throws {PlatformError} */
export function bodyOf(operation: Operation, body: Uint8Array, upload: Upload | undefined): unknown {
  if (!hasBody(operation)) return undefined
  if (operation.encoding !== 'multipart') return parseJson(body)
  if (upload?.file === undefined) throw new PlatformError('param_error', { issue: 'must have the parts meta and file', location: 'body' })
  const meta = parseJson(upload.meta)
  return isRecord(meta) ? { ...meta, file: upload.file } : meta
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body))
  } catch {
    throw new PlatformError('param_error', { issue: 'body is not JSON in UTF-8', location: 'body' })
  }
}
