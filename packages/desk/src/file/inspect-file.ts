import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { TextDecoder } from 'node:util'
import { BatchFileError } from './batch-file-error.ts'

/** Encodings that a CSV file may have; GB18030 holds GBK. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/** What a file is, by its bytes. */
export type InspectedFile = {
  /** Hex, over the file as it is. */
  readonly sha256: string
  readonly bytes: number
} & ({ readonly format: 'csv'; readonly encoding: Encoding; readonly separator: Separator } | { readonly format: 'xlsx' })

/** What stands between cells. */
export type Separator = ',' | ';' | '\t'

// Beginnings of files that people take for tables: old Excel and encrypted workbooks, PDF, archives, images, and web pages named .xls.
const strangers = ['d0cf11e0a1b11ae1', '25504446', '52617221', '377abcaf', '1f8b', '89504e47', 'ffd8ff', '7b5c727466']
const markup = /^\s*<(?:!doctype|html|\?xml|table|meta|head)/i
const zipMark = '504b0304'
const headBytes = 65_536
const chunkBytes = 1 << 20
const han = /\p{Script=Han}/gu

/**
 * Looks at a file once, without keeping it: its hash, and what it is, whatever its name says. The whole text decides about
 * the encoding, since the first Chinese character may come late.
 */
export async function inspectFile(path: string): Promise<InspectedFile> {
  const hash = createHash('sha256')
  const head = await readHead(path)
  const start = head.toString('hex', 0, 16)
  if (start.startsWith(zipMark)) return { ...(await hashRest(path, hash)), format: 'xlsx' }
  if (strangers.some((mark) => start.startsWith(mark)) || markup.test(head.toString('latin1', 0, 256)))
    throw new BatchFileError('not_a_table')
  const encoding = markedEncoding(start)
  const check = new TextCheck(encoding ?? 'utf-8')
  const hashed = await hashRest(path, hash, check)
  if (hashed.bytes === 0) throw new BatchFileError('empty_file')
  const found = check.fits ? check.encoding : await otherEncoding(path, encoding)
  const text = new TextDecoder(found).decode(head, { stream: true })
  return { ...hashed, format: 'csv', encoding: found, separator: separatorOf(text) }
}

async function readHead(path: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { end: headBytes - 1 })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function hashRest(path: string, hash: Hash, check?: TextCheck): Promise<{ sha256: string; bytes: number }> {
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
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

/** A file without a mark that is no UTF-8: GBK, unless it is plainly UTF-8 with damage, which GBK would turn into other words. */
async function otherEncoding(path: string, marked: Encoding | undefined): Promise<Encoding> {
  if (marked !== undefined) throw new BatchFileError('encoding_unreadable')
  const check = new TextCheck('gb18030')
  const loose = new TextDecoder('utf-8')
  let whole = 0
  let lost = 0
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    check.add(chunk)
    const text = loose.decode(chunk, { stream: true })
    whole += text.match(han)?.length ?? 0
    lost += text.split('\uFFFD').length - 1
  }
  check.end()
  if (!check.fits || whole > lost) throw new BatchFileError('encoding_unreadable')
  return 'gb18030'
}

/** Whether bytes are text of one encoding, whole characters and no NUL. */
class TextCheck {
  readonly encoding: Encoding
  readonly #decoder: TextDecoder
  readonly #wide: boolean
  fits = true

  constructor(encoding: Encoding) {
    this.encoding = encoding
    this.#wide = encoding.startsWith('utf-16')
    this.#decoder = new TextDecoder(encoding, { fatal: true })
  }

  add(chunk: Buffer): void {
    if (!this.fits) return
    try {
      const text = this.#decoder.decode(chunk, { stream: true })
      this.fits = this.#wide ? !text.includes('\0') : !chunk.includes(0)
    } catch {
      this.fits = false
    }
  }

  end(): void {
    if (!this.fits) return
    try {
      this.#decoder.decode()
    } catch {
      this.fits = false
    }
  }
}

/** The separator that stands most often in the first line on which anything stands, outside of quotation marks. */
function separatorOf(text: string): Separator {
  const line = /[^\s;,][^\r\n]*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const count = (separator: Separator) => line.split(separator).length
  return ([',', ';', '\t'] as const).reduce((a, b) => (count(b) > count(a) ? b : a))
}
