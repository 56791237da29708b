import { runtime } from '#runtime'
import { compile } from '../contract/compile.ts'
import { issues } from '../contract/issue.ts'
import type { Endpoint } from '../contract/operation.ts'
import { makeIssue, type ValidationIssue } from '../contract/validation-issue.ts'
import { concatBytes, hexOf } from '../protocol/bytes.ts'
import { makeNonce } from '../protocol/nonce.ts'
import { text } from '../text.ts'
import { ValidationError } from './error.ts'

const longest = 2 * 1024 * 1024
const encoder = new TextEncoder()
const mediaTypes: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', bmp: 'image/bmp' }

type Fields = Readonly<Record<string, unknown>>

/** An upload, ready to send. */
export interface Upload {
  /** The `meta` part: the bytes that are signed. */
  readonly meta: Uint8Array<ArrayBuffer>
  /** The whole body, both parts. */
  readonly body: Uint8Array<ArrayBuffer>
  readonly content_type: string
}

/** The validation issues of an input's files: each has 1 to 2,097,152 bytes. */
export function fileIssues(operation: Endpoint, input: Fields): ValidationIssue[] {
  return fileFields(operation).flatMap((name) => {
    const file = input[name]
    const pointer = `/${name}`
    if (file === undefined) return []
    if (!(file instanceof Uint8Array)) {
      return [makeIssue(pointer, text({ zh: '应为 Uint8Array，即图片的字节', en: "must be a Uint8Array: the image's bytes" }))]
    }
    if (file.length === 0) return [makeIssue(pointer, issues.minLength(1))]
    if (file.length <= longest) return []
    return [
      makeIssue(
        pointer,
        text({
          zh: `有 ${file.length} 字节，最多 ${longest} 字节`,
          en: `has ${file.length} bytes; at most ${longest} are allowed`,
        }),
      ),
    ]
  })
}

/**
 * Writes an upload: `meta` contains name and digest, `file` the bytes. The digest is computed and sent as `file_digest`; a
 * digest that is given, as `file_digest` or `sha256`, is sent as it is.
 *
 * @throws {ValidationError} when a digest is given that is not the file's
 */
export async function prepareUpload(operation: Endpoint, input: Fields): Promise<Upload> {
  const [field = 'file'] = fileFields(operation)
  const { [field]: given, ...meta } = input
  const file = given instanceof Uint8Array ? new Uint8Array(given) : new Uint8Array()
  const digest = hexOf(await runtime.sha256(file))
  const digests = ['file_digest', 'sha256'].filter((name) => meta[name] !== undefined)
  const wrong = digests.filter((name) => meta[name] !== digest)
  if (wrong.length > 0) {
    throw new ValidationError(
      operation.id,
      wrong.map((name) =>
        makeIssue(
          `/${name}`,
          text({ zh: '不是该文件的 SHA-256；可省略，由 SDK 计算', en: 'is not the SHA-256 of the file; leave it out and it is computed' }),
        ),
      ),
    )
  }
  const signed = encoder.encode(JSON.stringify(digests.length > 0 ? meta : { ...meta, file_digest: digest }))
  return { meta: signed, ...multipart(signed, String(input.filename), field, file) }
}

function multipart(meta: Uint8Array, filename: string, field: string, file: Uint8Array): Pick<Upload, 'body' | 'content_type'> {
  const boundary = `card-member-${makeNonce()}`
  const type = mediaTypes[filename.slice(filename.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
  const body = concatBytes([
    encoder.encode(`--${boundary}\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n`),
    meta,
    encoder.encode(
      `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${escapeName(filename)}"\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    file,
    encoder.encode(`\r\n--${boundary}--\r\n`),
  ])
  return { body, content_type: `multipart/form-data; boundary=${boundary}` }
}

// As browsers write it: only the three characters that would end the name are escaped.
function escapeName(filename: string): string {
  return filename.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function fileFields(operation: Endpoint): string[] {
  return compile(operation).fields.flatMap(({ name, file }) => (file ? [name] : []))
}
