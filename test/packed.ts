import { type Published, packAll } from '../scripts/pack.ts'
import { onceARun } from './once-a-run.ts'

/** The tarballs of what gets published, each beside the folder that was packed. */
export function packedOnce(): Promise<Record<Published, string>> {
  return onceARun('packed', packAll)
}
