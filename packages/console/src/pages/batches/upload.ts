import { ApiError, unreachable } from '../../api/api-error.ts'
import { errorOf } from '../../api/call.ts'
import { targetOf } from '../../api/target.ts'
import type { ReplyOf } from '../../api/types.ts'
import { currentLanguage } from '../../words/language.ts'

/** How the file of a batch is to be read. */
export interface UploadOptions {
  readonly brand_id: string
  readonly connection?: string | undefined
  readonly notice_version?: number | undefined
  readonly force_reason?: string | undefined
  readonly sheet?: string | undefined
  readonly hidden?: 'take' | undefined
  readonly encoding?: string | undefined
}

/**
 * Uploads the file of a batch. Only this kind of request tells a page how much has left.
 *
 * @param onSent told the share that has left, from 0 to 1
 * @throws {ApiError} what the desk refuses, or that it did not answer; an aborted signal ends it as a `DOMException`
 */
export function uploadBatch(
  file: File,
  options: UploadOptions,
  { onSent, signal }: { readonly onSent: (share: number) => void; readonly signal: AbortSignal },
): Promise<ReplyOf<'getBatch'>> {
  const { target } = targetOf('uploadBatch', { ...options, file_name: file.name })
  const request = new XMLHttpRequest()
  const { promise, resolve, reject } = Promise.withResolvers<ReplyOf<'getBatch'>>()
  const lost = () => reject(new ApiError({ message: '', status: 0, code: unreachable, detail: {}, request_id: undefined }))
  request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total))
  request.addEventListener('error', lost)
  request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
  request.addEventListener('load', () => {
    if (request.status === 0) return lost()
    if (request.status === 202) return resolve(JSON.parse(request.responseText))
    const request_id = request.getResponseHeader('request-id')
    const headers = request_id === null ? {} : { 'request-id': request_id }
    void errorOf(new Response(request.responseText, { status: request.status, headers })).then(reject)
  })
  signal.addEventListener('abort', () => request.abort())
  request.open('POST', target)
  request.setRequestHeader('accept-language', currentLanguage())
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.send(file)
  return promise
}
