import { Busboy } from '@fastify/busboy'

/** The two parts of an upload. */
export interface Upload {
  /** The bytes of `meta`, which the signature covers. */
  readonly meta: Uint8Array
  /** Absent when the part is missing. */
  readonly file: Uint8Array | undefined
}

const mostParts = 16
const longestBoundary = 70

/**
 * Reads the parts `meta` and `file` of a multipart body. A text says what is wrong with it: without `meta` there is nothing
 * that a signature could be checked over.
 */
export async function readUpload(contentType: string, body: Uint8Array): Promise<Upload | string> {
  const boundary = boundaryOf(contentType)
  if (typeof boundary !== 'string') return boundary.issue
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const issue = frameIssue(text, boundary)
  if (issue !== undefined) return issue
  const parts = await readParts(boundary, text)
  if (typeof parts === 'string') return parts
  const [meta, secondMeta] = parts.filter(({ name }) => name === 'meta')
  const [file, secondFile] = parts.filter(({ name }) => name === 'file')
  if (meta === undefined) return `the body has no part named meta; it has ${named(parts)}`
  if (secondMeta !== undefined) return 'the body has the part meta twice'
  if (secondFile !== undefined) return 'the body has the part file twice'
  const encoded = parts.find(({ name, encoding }) => (name === 'meta' || name === 'file') && /^(base64|quoted-printable)$/i.test(encoding))
  if (encoded !== undefined)
    return `the part ${encoded.name} has Content-Transfer-Encoding ${encoded.encoding.toLowerCase()}; parts are sent as they are`
  return { meta: meta.content, file: file?.content }
}

interface Part {
  readonly name: string
  /** How it says that it is encoded; HTTP has no such encoding. */
  readonly encoding: string
  readonly content: Buffer
}

/** The one boundary that a Content-Type names, or what is wrong with it. */
function boundaryOf(contentType: string): string | { readonly issue: string } {
  // Each parameter is read whole, so that one whose value in quotes looks like a boundary is none.
  const parameters = [...contentType.matchAll(/;\s*([^\s=;"]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)]
  const given = parameters.filter(([, name = '']) => name.toLowerCase() === 'boundary').map(([, , ...values]) => values)
  const [first, second] = given
  if (first === undefined) return { issue: 'Content-Type has no boundary; it must be multipart/form-data; boundary=…' }
  if (second !== undefined) return { issue: 'Content-Type has its boundary twice' }
  const boundary = first[0]?.replaceAll(/\\(.)/g, '$1') ?? first[1] ?? ''
  if (boundary === '') return { issue: 'the boundary in Content-Type is empty' }
  if (boundary.length > longestBoundary)
    return { issue: `the boundary in Content-Type has ${boundary.length} characters, at most ${longestBoundary} are allowed` }
  return /^[ -~]*[!-~]$/.test(boundary) ? boundary : { issue: 'the boundary in Content-Type has characters that are not allowed' }
}

/** Whether the body is divided by the boundary, as far as that can be seen from outside. */
function frameIssue(body: Buffer, boundary: string): string | undefined {
  const delimiter = `--${boundary}`
  const first = lineWith(body, delimiter)
  if (first === undefined) {
    const otherCase = body.toString('latin1').toLowerCase().includes(delimiter.toLowerCase())
    return otherCase
      ? 'the boundary in Content-Type and the one in the body differ in upper and lower case'
      : 'the body does not hold the boundary that Content-Type names'
  }
  if (body.toString('latin1', first + delimiter.length, first + delimiter.length + 2) === '--') return 'the body has no parts'
  if (body.includes(`\r\n${delimiter}--`)) return undefined
  return body.includes(`\n${delimiter}--`)
    ? 'lines of the body end with LF; they must end with CRLF'
    : 'the body has no closing boundary, which ends with --'
}

function lineWith(body: Buffer, delimiter: string): number | undefined {
  if (body.subarray(0, delimiter.length).toString('latin1') === delimiter) return 0
  const found = body.indexOf(`\n${delimiter}`)
  return found < 0 ? undefined : found + 1
}

function readParts(boundary: string, body: Buffer): Promise<Part[] | string> {
  return new Promise((resolve) => {
    const parts: Part[] = []
    const unreadable = () => resolve('the parts of the body cannot be read')
    try {
      const busboy = new Busboy({
        headers: { 'content-type': `multipart/form-data; boundary="${boundary.replaceAll(/["\\]/g, '\\$&')}"` },
        limits: { parts: mostParts, fileSize: Number.POSITIVE_INFINITY },
        // Fields would be decoded; the signature is over bytes.
        isPartAFile: () => true,
      })
      busboy.on('file', (name, stream, _filename, encoding) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => parts.push({ name, encoding, content: Buffer.concat(chunks) }))
        stream.on('error', unreadable)
      })
      busboy.on('partsLimit', () => resolve(`the body has more than ${mostParts} parts`))
      busboy.on('error', unreadable)
      busboy.on('finish', () => resolve(parts))
      busboy.end(body)
    } catch {
      unreadable()
    }
  })
}

function named(parts: readonly Part[]): string {
  if (parts.length === 0) return 'no part with a name'
  const file = parts.some(({ name }) => name === 'file')
  return `${parts.length} ${parts.length === 1 ? 'other part' : 'other parts'}${file ? ', file among them' : ''}`
}
