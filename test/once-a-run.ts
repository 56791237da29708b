import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'

type Made<Told> = { readonly told: Told } | { readonly error: string }

/**
 * Makes something once a run, for the file of tests that asks first; the others wait for it.
 *
 * @param make fills the folder that it is given, and tells what is in it as plain data
 * @throws {Error} what `make` threw, in each file that asks
 */
export async function onceARun<Told>(name: string, make: (folder: string) => Promise<Told>): Promise<Told> {
  // A program that a test starts without the variables of the run is no part of it.
  // biome-ignore lint/style/noProcessEnv: vitest says by it that this is a run
  if (process.env.VITEST === undefined) return make(mkdtempSync(join(tmpdir(), `card-member-${name}-`)))
  const folder = join(inject('run_folder'), name)
  const file = `${folder}.json`
  if (begins(folder)) {
    const made = await make(folder).then(
      (told): Made<Told> => ({ told }),
      (error: unknown): Made<Told> => ({ error: String(error) }),
    )
    writeFileSync(`${file}.new`, JSON.stringify(made))
    renameSync(`${file}.new`, file)
  }
  while (!existsSync(file)) await sleep(100)
  const made: Made<Told> = JSON.parse(readFileSync(file, 'utf8'))
  if ('error' in made) throw new Error(made.error)
  return made.told
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
