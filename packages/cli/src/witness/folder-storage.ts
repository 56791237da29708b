import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writePrivate } from '@card-member/service/kept-file'
import type { WitnessStorage } from '@card-member/tlog'

/** Keeps the last checkpoint of each log as a file, named by the hash of its origin. */
export function folderStorage(folder: string): WitnessStorage {
  const fileOf = (origin: string) => join(folder, `${createHash('sha256').update(origin).digest('hex')}.checkpoint`)
  return {
    read: async (origin) => {
      try {
        return await readFile(fileOf(origin), 'utf8')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    write: async (origin, note) => {
      writePrivate(fileOf(origin), note)
      // The new name is on the disk when its folder is.
      await using handle = await open(folder)
      await handle.sync()
    },
  }
}
