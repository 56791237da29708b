import fc from 'fast-check'
import { prepareUpload } from '../../../packages/sdk/src/client/upload.ts'
import { uploadImage } from '../../../packages/sdk/src/contract/image.ts'
import { readUpload } from '../../../packages/service/src/multipart.ts'
import { bytesOf, mutated } from '../mutate.ts'
import { same, type Target } from '../target.ts'

const line = '\r\n'
const meta = `Content-Disposition: form-data; name="meta"${line}Content-Type: application/json${line}${line}{"filename":"a.png"}`
const file = `Content-Disposition: form-data; name="file"; filename="a.png"${line}Content-Type: image/png${line}${line}\u0089PNG${line}`
/** A Content-Type and a body, with an empty line between them. */
const whole = (boundary: string, type = boundary) =>
  bytesOf(
    `multipart/form-data; boundary=${type}${line}${line}--${boundary}${line}${meta}${line}--${boundary}${line}${file}--${boundary}--${line}`,
  )
const dictionary = [
  '--b',
  '--b--',
  'boundary=',
  'name=meta',
  'Content-Transfer-Encoding: base64',
  "filename*=UTF-8''",
  'charset=utf-16',
  '\r\n\r\n',
]
const empty = Buffer.from(`${line}${line}`)

/** The body of an upload, behind its Content-Type. */
export const multipart: Target = {
  name: 'multipart',
  inputs: fc.oneof(
    { weight: 20, arbitrary: mutated([whole('b'), whole('card-member-1'), whole('b', '"b"'), whole('b', 'c')], dictionary) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2000 }).map((bytes) => new Uint8Array(bytes)) },
  ),
  open: () => async (input) => {
    const all = Buffer.from(input)
    const cut = Math.max(0, all.indexOf(empty))
    const read = await readUpload(all.toString('latin1', 0, cut), all.subarray(cut + empty.length))
    if (typeof read === 'string' && /[\r\n]/.test(read)) throw new Error(`a reason has several lines: ${read}`)
    await comesBack(input)
  },
}

// Any bytes are a file: what the SDK writes, the server reads.
async function comesBack(input: Uint8Array): Promise<void> {
  if (input.length === 0 || input.length > 4096) return
  const written = await prepareUpload(uploadImage, { filename: 'a.png', file: input })
  const read = await readUpload(written.content_type, written.body)
  if (typeof read === 'string') throw new Error(`an upload of the SDK is refused: ${read}`)
  same([...(read.file ?? [])], [...input])
  same([...read.meta], [...written.meta])
}
