import { type Published, packAll } from '../scripts/pack.ts'
import { onceARun } from './once-a-run.ts'

/** The tarballs of what gets published, each beside the folder that was packed. `npm test` checks the types of the sources by itself. */
export function packedOnce(): Promise<Record<Published, string>> {
  return onceARun('packed', (folder) => packAll(folder, 'checked'))
}
