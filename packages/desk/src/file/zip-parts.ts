import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { BatchFileError } from './batch-file-error.ts'

// A workbook has dozens of parts. Sheets of a million rows are well under a GB; a small archive may claim any size.
const entryLimit = 10_000
const partLimit = 4 * 2 ** 30
const smallLimit = 32 * 2 ** 20

/** The parts of a workbook, by name. */
export class ZipParts implements AsyncDisposable {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  static async open(path: string): Promise<ZipParts> {
    const zip = await guarded(() => openPromise(path, { lazyEntries: true, autoClose: false }))
    try {
      if (zip.entryCount > entryLimit) throw new BatchFileError('file_too_large')
      const entries = new Map<string, Entry>()
      await guarded(async () => {
        for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
      })
      return new ZipParts(zip, entries)
    } catch (error) {
      zip.close()
      throw error
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  async stream(name: string, limit = partLimit): Promise<Readable> {
    const entry = this.#entries.get(name)
    if (entry === undefined) throw new BatchFileError('workbook_damaged')
    if (entry.uncompressedSize > limit) throw new BatchFileError('file_too_large')
    return guarded(() => this.#zip.openReadStreamPromise(entry))
  }

  /** Reads a small part from begin to end, tag by tag. */
  async tags(name: string, onTag: (name: string, attributes: Readonly<Record<string, string>>) => void): Promise<void> {
    const parser = xmlParser()
    parser.on('opentag', (tag) => onTag(localName(tag.name), tag.attributes))
    for await (const _ of feed(await this.stream(name, smallLimit), parser));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#zip.close()
  }
}

/** A parser of XML, event by event. */
export type XmlParser = SaxesParser<{ position: false; xmlns: false }>

/** A parser of XML that counts no lines. */
export function xmlParser(): XmlParser {
  return new SaxesParser({ position: false, xmlns: false })
}

/** Gives a part to a parser, with a pause after each piece for what the parser has gathered. */
export async function* feed(stream: Readable, parser: XmlParser): AsyncGenerator<void> {
  let fault: unknown
  parser.on('error', (error) => {
    fault ??= error
  })
  const decoder = new TextDecoder()
  try {
    for await (const bytes of stream) {
      parser.write(decoder.decode(bytes, { stream: true }))
      if (fault !== undefined) break
      yield
    }
    parser.close()
  } catch (error) {
    fault ??= error
  } finally {
    stream.destroy()
  }
  if (fault instanceof BatchFileError) throw fault
  if (fault !== undefined) throw new BatchFileError('workbook_damaged')
  yield
}

/** The name of a tag without the prefix that some programs put before it. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BatchFileError || (error instanceof Error && 'syscall' in error)) throw error
    throw new BatchFileError('workbook_damaged')
  }
}
