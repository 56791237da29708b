import { read, write } from 'node:fs'
import { promisify } from 'node:util'

const readAt = promisify(read)
const writeAt = promisify(write)

/** The bytes of an open file from its beginning, whatever else reads from it. It stays open. */
export async function* bytesOf(fd: number, chunkBytes: number): AsyncGenerator<Buffer, undefined> {
  for (let position = 0; ; ) {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    const { bytesRead } = await readAt(fd, chunk, 0, chunkBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}

/** Writes bytes to an open file as they come. It stays open. */
export async function writeBytes(fd: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks)
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await writeAt(fd, chunk, done, chunk.length - done)
      done += bytesWritten
    }
}
