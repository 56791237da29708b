import { PassThrough, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** Adds a file to an archive; done when it has been read to its end. */
export type AddFile = (name: string, pieces: AsyncIterable<string | Buffer> | Iterable<string | Buffer>) => Promise<void>

/** An archive that is made while it is read, one file after the other. When its reader leaves, the file under way is closed too. */
export function zipStream(write: (add: AddFile) => Promise<void>, mtime?: Date): Readable {
  const zip = new ZipFile()
  const out = new PassThrough()
  zip.outputStream.pipe(out)
  zip.on('error', (error: Error) => out.destroy(error))
  let current: Readable | undefined
  out.once('close', () => current?.destroy())
  const add: AddFile = async (name, pieces) => {
    if (out.destroyed) throw new Error('nobody reads the archive any more')
    current = Readable.from(pieces, { objectMode: false })
    zip.addReadStream(current, name, { compressionLevel: 3, ...(mtime && { mtime }) })
    await finished(current)
  }
  write(add).then(
    () => zip.end(),
    (error: unknown) => out.destroy(error instanceof Error ? error : new Error('the archive failed', { cause: error })),
  )
  return out
}
