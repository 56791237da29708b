import { createHash, type Hash } from 'node:crypto'
import { TextDecoder } from 'node:util'
import { BatchFileError } from './batch-file-error.ts'
import { type Encoding, encodingOf, Guess, TextCheck, unmarkedUtf16 } from './encoding.ts'
import { bytesOf } from './file-bytes.ts'
import { type Cut, cutOf } from './separator.ts'

/** A CSV file by its bytes. */
export interface InspectedCsv extends Cut {
  readonly format: 'csv'
  readonly encoding: Encoding
  /** How its encoding is known: it was named, a mark says so, it fits, or it is the likeliest. */
  readonly encoding_by: 'given' | 'mark' | 'fit' | 'guess'
  /** The text reads as hardly anybody writes. */
  readonly doubtful: boolean
}

/** What a file is, by its bytes. */
export type InspectedFile = {
  /** Hex, over the file as it is. */
  readonly sha256: string
  readonly bytes: number
} & (InspectedCsv | { readonly format: 'xlsx' })

// Beginnings of files that people take for tables: old Excel and encrypted workbooks, PDF, archives, images, and web pages named .xls.
// An empty archive is one of them.
const strangers = ['504b0506', 'd0cf11e0a1b11ae1', '25504446', '52617221', '377abcaf', '1f8b', '89504e47', 'ffd8ff', '7b5c727466']
const markup = /^(?:\xEF\xBB\xBF)?\s*(?:<(?:!doctype|!--|html|\?|table|meta|head|workbook)|mime-version:|[[{]\s*[{"])/i
const zipMark = '504b0304'
const headBytes = 65_536
const chunkBytes = 1 << 20

/**
 * Looks at an open file, without keeping it: its hash, and what it is, whatever its name says. The whole text decides about
 * the encoding, since the first Chinese character may come late.
 *
 * @param given the encoding as somebody names it
 */
export async function inspectFile(fd: number, given?: string): Promise<InspectedFile> {
  const named = given === undefined ? undefined : encodingOf(given)
  const hash = createHash('sha256')
  const head = await readHead(fd)
  const start = head.toString('hex', 0, 16)
  if (start.startsWith(zipMark)) return { ...(await hashRest(fd, hash)), format: 'xlsx' }
  if (strangers.some((mark) => start.startsWith(mark)) || markup.test(head.toString('latin1', 0, 256)))
    throw new BatchFileError('not_a_table')
  const marked = markedEncoding(start)
  const sure = named ?? marked ?? unmarkedUtf16(head)
  const check = new TextCheck(sure ?? 'utf-8')
  const hashed = await hashRest(fd, hash, check)
  if (hashed.bytes === 0) throw new BatchFileError('empty_file')
  const csv = (encoding: Encoding, encoding_by: InspectedCsv['encoding_by'], doubtful = false): InspectedFile => {
    const text = new TextDecoder(encoding).decode(head, { stream: true })
    return { ...hashed, format: 'csv', encoding, encoding_by, doubtful, ...cutOf(text) }
  }
  if (named !== undefined) return csv(named, 'given')
  if (check.fits) return csv(check.encoding, marked === undefined ? 'fit' : 'mark')
  if (sure !== undefined) throw new BatchFileError('encoding_unreadable')
  const { encoding, doubtful } = await guess(fd)
  return csv(encoding, 'guess', doubtful)
}

async function readHead(fd: number): Promise<Buffer> {
  const { value } = await bytesOf(fd, headBytes).next()
  return value ?? Buffer.alloc(0)
}

async function hashRest(fd: number, hash: Hash, check?: TextCheck): Promise<{ sha256: string; bytes: number }> {
  let bytes = 0
  for await (const chunk of bytesOf(fd, chunkBytes)) {
    hash.update(chunk)
    check?.add(chunk)
    bytes += chunk.length
  }
  check?.end()
  return { sha256: hash.digest('hex'), bytes }
}

function markedEncoding(start: string): Encoding | undefined {
  if (start.startsWith('efbbbf')) return 'utf-8'
  if (start.startsWith('fffe')) return 'utf-16le'
  return start.startsWith('feff') ? 'utf-16be' : undefined
}

async function guess(fd: number) {
  const found = new Guess()
  for await (const chunk of bytesOf(fd, chunkBytes)) found.add(chunk)
  return found.end()
}
