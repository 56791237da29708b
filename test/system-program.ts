import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A program that npm does not bring. */
export interface SystemProgram {
  readonly name: string
  /** What it takes to see that it is there. */
  readonly probe: string
  /** The packages of Debian that have it, separated by spaces. */
  readonly debian: string
  /** A file that must be there too, of a library for it. */
  readonly file?: string
}

const folders = ['', '/usr/sbin/', '/usr/bin/', '/usr/local/sbin/', '/opt/homebrew/bin/']

// One after the other: tests in several processes install what they need, and apt-get fails while another one runs.
const lock = join(tmpdir(), 'card-member-apt.lock')

/** Runs apt-get; returns whether it succeeded. */
function apt(...args: readonly string[]): boolean {
  return spawnSync('flock', [lock, 'apt-get', ...args], { stdio: 'ignore', timeout: 240_000 }).status === 0
}

/** Finds a program, or installs it where this process may install; else it says what a person has to do. */
export function systemProgram({ name, probe, debian, file }: SystemProgram): string {
  const find = () =>
    file === undefined || existsSync(file)
      ? folders.map((folder) => `${folder}${name}`).find((path) => spawnSync(path, [probe]).status === 0)
      : undefined
  const found = find()
  if (found !== undefined) return found
  // A fresh image has no lists of packages.
  if (process.getuid?.() === 0 && !apt('install', '-y', '--no-install-recommends', ...debian.split(' ')) && apt('update'))
    apt('install', '-y', '--no-install-recommends', ...debian.split(' '))
  const installed = find()
  if (installed === undefined)
    throw new Error(`This test needs ${name}. Install it (Debian: apt-get install ${debian}) and run the test again.`)
  return installed
}
