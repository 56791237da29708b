import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openBatchFile } from '../../packages/desk/src/files/batch-file.ts'
import { BatchFileError } from '../../packages/desk/src/files/batch-file-error.ts'
import { inspectFile } from '../../packages/desk/src/files/inspect-file.ts'
import { member } from '../../packages/desk/test/fixtures/batch-files.ts'
import { keeping } from './target.ts'

/** Reads batch files on this thread, without the limits that the desk's thread has besides. */
export class BatchFileReads {
  readonly #path: string

  constructor(folder: string) {
    this.#path = join(folder, 'batch')
  }

  /** Reads a whole file; a refusal has a status of 400 and no member in it. */
  async read(input: Uint8Array): Promise<void> {
    const fd = openSync(this.#path, 'w+')
    try {
      ftruncateSync(fd)
      writeSync(fd, input)
      await keeping({ errors: [BatchFileError], secrets: [member] }, async () => {
        const inspected = await inspectFile(fd)
        await using file = await openBatchFile(fd, inspected)
        for await (const rows of file.rows) for (const row of rows) if (row.line < 1) throw new Error(`a row in line ${row.line}`)
        JSON.stringify(file.notes())
      })
    } finally {
      closeSync(fd)
    }
  }
}
