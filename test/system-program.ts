import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
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
  /** Whether the program alone is taken from its package, which is quicker than what the package brings besides. */
  readonly alone?: boolean
}

const folders = ['', '/usr/sbin/', '/usr/bin/', '/usr/local/sbin/', '/opt/homebrew/bin/']

/** Where a program is that was taken from its package alone. */
const taken = join(homedir(), '.cache/card-member-test/')

// One after the other: tests in several processes install what they need, and apt-get fails while another one runs.
const lock = join(tmpdir(), 'card-member-apt.lock')

// It asks nothing, and starts none of the services that it installs.
const quietly = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1']

/** Runs apt-get; returns whether it succeeded. */
function apt(...args: readonly string[]): boolean {
  return spawnSync('env', [...quietly, 'flock', lock, 'apt-get', ...args], { stdio: 'ignore', timeout: 240_000 }).status === 0
}

function install(debian: readonly string[]): void {
  const run = () => apt('install', '-y', '--no-install-recommends', ...debian)
  // A fresh image has no lists of packages.
  if (process.getuid?.() === 0 && !run() && apt('update')) run()
}

function find({ name, probe, file }: SystemProgram): string | undefined {
  if (file !== undefined && !existsSync(file)) return undefined
  return [...folders, taken].map((folder) => `${folder}${name}`).find((path) => spawnSync(path, [probe]).status === 0)
}

/** Installs those that are missing, all at once, where this process may install; returns the names of those that are missing still. */
export function installMissing(programs: readonly SystemProgram[]): readonly string[] {
  const missing = programs.filter((program) => find(program) === undefined)
  const whole = missing.filter(({ alone }) => alone !== true).flatMap(({ debian }) => debian.split(' '))
  if (whole.length > 0) install(whole)
  for (const { name, debian, alone } of missing) if (alone === true) take(name, debian)
  return missing.filter((program) => find(program) === undefined).map(({ name }) => name)
}

/** Unpacks a program from its package, for which nobody has to be root; returns whether it succeeded. */
function take(name: string, debian: string): boolean {
  mkdirSync(taken, { recursive: true })
  const script =
    'apt-get download "$1" && dpkg-deb --fsys-tarfile "$1"_*.deb | tar -xO "./usr/bin/$2" > "$2.new" && chmod 755 "$2.new" && mv "$2.new" "$2"'
  const command = ['bash', '-o', 'pipefail', '-c', `trap 'rm -f "$1"_*.deb' EXIT; ${script}`, 'bash', debian, name]
  return spawnSync('flock', [lock, ...command], { cwd: taken, stdio: 'ignore', timeout: 240_000 }).status === 0
}

/** Finds a program, or installs it where this process may install; else it says what a person has to do. */
export function systemProgram(program: SystemProgram): string {
  const found = find(program)
  if (found !== undefined) return found
  const { name, debian, alone = false } = program
  if (!alone) install(debian.split(' '))
  else if (!take(name, debian) && process.getuid?.() === 0 && apt('update')) take(name, debian)
  const installed = find(program)
  if (installed === undefined)
    throw new Error(`This test needs ${name}. Install it (Debian: apt-get install ${debian}) and run the test again.`)
  return installed
}
