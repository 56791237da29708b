import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { type Published, packAll } from '../scripts/pack.ts'

type Packed = { readonly tarballs: Record<Published, string> } | { readonly error: string }

/** The tarballs of what gets published, each beside the folder that was packed. They are made once a run, for the file of tests that asks first. */
export async function packedOnce(): Promise<Record<Published, string>> {
  const folder = inject('run_folder')
  const told = join(folder, 'packed.json')
  if (begins(join(folder, 'packed'))) {
    const packed = await packAll(join(folder, 'packed')).then(
      (tarballs): Packed => ({ tarballs }),
      (error: unknown): Packed => ({ error: String(error) }),
    )
    writeFileSync(`${told}.new`, JSON.stringify(packed))
    renameSync(`${told}.new`, told)
  }
  while (!existsSync(told)) await sleep(100)
  const packed: Packed = JSON.parse(readFileSync(told, 'utf8'))
  if ('error' in packed) throw new Error(packed.error)
  return packed.tarballs
}

/** Makes the folder; whether it was not there. */
function begins(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
