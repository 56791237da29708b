import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

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

/** Finds a program, or installs it where this process may install; else it says what a person has to do. */
export function systemProgram({ name, probe, debian, file }: SystemProgram): string {
  const find = () =>
    file === undefined || existsSync(file)
      ? folders.map((folder) => `${folder}${name}`).find((path) => spawnSync(path, [probe]).status === 0)
      : undefined
  const found = find()
  if (found !== undefined) return found
  const install = () =>
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...debian.split(' ')], { stdio: 'ignore', timeout: 120_000 })
  // A fresh image has no lists of packages.
  if (
    process.getuid?.() === 0 &&
    install().status !== 0 &&
    spawnSync('apt-get', ['update'], { stdio: 'ignore', timeout: 120_000 }).status === 0
  )
    install()
  const installed = find()
  if (installed === undefined)
    throw new Error(`This test needs ${name}. Install it (Debian: apt-get install ${debian}) and run the test again.`)
  return installed
}
