import { pipeline, type Readable, Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl'
import { BatchFileError } from './batch-file-error.ts'
import { fileLimits } from './limit.ts'
import { readXml, type XmlEvents } from './xml-reader.ts'

const mib = 2 ** 20
// Small parts compress as they like; a bomb is large.
const ratioFrom = 16 * mib

/** The parts of a workbook, by name. Names are equal whatever their case and slashes, as programs that write them take it. */
export class ZipParts {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  #left = fileLimits.unfolded_mib * mib

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  /** Reads what an archive holds. The file stays open, and is its opener's to close. */
  static async open(fd: number): Promise<ZipParts> {
    const zip = await guarded(() => fromFdPromise(fd, { lazyEntries: true, decodeStrings: false }))
    if (zip.entryCount > fileLimits.parts) throw new BatchFileError('too_many_parts')
    const entries = new Map<string, Entry>()
    await guarded(async () => {
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw new BatchFileError('not_a_table')
        const name = partKey(entry.fileNameRaw.toString('utf8'))
        // Of two parts with one name, one program reads the first and another the last.
        if (entries.has(name)) throw new BatchFileError('workbook_damaged')
        entries.set(name, entry)
      }
    })
    return new ZipParts(zip, entries)
  }

  has(name: string): boolean {
    return this.#entries.has(partKey(name))
  }

  /** The unfolded size of a part; 0 when there is none. */
  sizeOf(name: string): number {
    return this.#entries.get(partKey(name))?.uncompressedSize ?? 0
  }

  /** @param onRead told how many unfolded bytes have been read more */
  async stream(name: string, onRead?: (bytes: number) => void): Promise<Readable> {
    const entry = this.#entries.get(partKey(name))
    if (entry === undefined) throw new BatchFileError('workbook_damaged')
    const { uncompressedSize: size, compressedSize } = entry
    if (size > this.#left) throw new BatchFileError('unfolds_too_large')
    if (size > ratioFrom && size > compressedSize * fileLimits.unfolded_ratio) throw new BatchFileError('compressed_too_much')
    const unfolded = await guarded(() => this.#zip.openReadStreamPromise(entry))
    // Each reading counts: a workbook may name one part many times. A sum that is wrong may be one digit of a code.
    let sum = 0
    const count = new Transform({
      transform: (chunk: Buffer, _, done) => {
        this.#left -= chunk.length
        onRead?.(chunk.length)
        sum = crc32(chunk, sum)
        if (this.#left < 0) done(new BatchFileError('unfolds_too_large'))
        else done(null, chunk)
      },
      flush: (done) => done(sum === entry.crc32 ? null : new BatchFileError('workbook_damaged')),
    })
    // What fails on the way reaches the reader through the last stream.
    return pipeline(unfolded, count, () => undefined)
  }

  /** The bytes of a part. */
  async *bytes(name: string): AsyncGenerator<Buffer> {
    const stream = await this.stream(name)
    try {
      for await (const chunk of stream) yield chunk
    } catch (error) {
      throw error instanceof BatchFileError ? error : new BatchFileError('workbook_damaged')
    } finally {
      stream.destroy()
    }
  }

  /** Reads a part from begin to end, tag by tag. */
  async tags(name: string, open: XmlEvents['open']): Promise<void> {
    if ((this.#entries.get(partKey(name))?.uncompressedSize ?? 0) > fileLimits.small_part_mib * mib)
      throw new BatchFileError('part_too_large')
    for await (const _ of readXml(await this.stream(name), { open }));
  }
}

function partKey(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BatchFileError || (error instanceof Error && 'syscall' in error)) throw error
    throw new BatchFileError('workbook_damaged')
  }
}
