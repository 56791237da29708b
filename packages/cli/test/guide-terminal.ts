import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environment } from './command-fixture.ts'

/** For bash: `npx` finds what the path finds, only slower. */
export const npx = 'npx() { "$@"; }'

const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))
const program = fileURLToPath(new URL('preloaded-command.ts', import.meta.url))

// The command without its start: one process has loaded it and runs it each time; bash hands over the words and passes on the answer.
const preloaded = `
mkfifo "$GUIDE_NOTES/asked"
"${node}" "${program}" "$GUIDE_NOTES" < /dev/null > "$GUIDE_NOTES/program" 2>&1 &
card-member() {
  local place=$GUIDE_NOTES/$BASHPID.$RANDOM line code=70
  mkdir "$place"
  mkfifo "$place/answer"
  printf '%s\\0' "$PWD" "$@" > "$place/words"
  env -0 > "$place/env"
  printf '%s\\n' "\${place##*/}" > "$GUIDE_NOTES/asked"
  while IFS= read -r line; do
    case $line in
      1*) printf '%s\\n' "\${line:1}" ;;
      2*) printf '%s\\n' "\${line:1}" >&2 ;;
      =*) code=\${line:1} ;;
    esac
  done < "$place/answer"
  return "$code"
}
`

// Every command that fails is told, not the last one alone, and a variable that nothing has set is a mistake of the guide.
const begin = `
set -u -E -o pipefail
trap 'printf "%s\\n" "$BASH_COMMAND ended with $?" >> "$GUIDE_NOTES/failures"' ERR
${npx}
`

/** One shell that stays open from block to block, as a reader's terminal does. */
export class GuideTerminal {
  readonly #notes = mkdtempSync(join(tmpdir(), 'card-member-terminal-'))
  readonly #shell: ChildProcess
  readonly #closed: Promise<string>
  #blocks = 0

  /** `how`: whether each `card-member` is a process of its own, or all are run by one that has loaded it. */
  constructor(cwd: string, env: Readonly<Record<string, string>>, how: 'started' | 'preloaded' = 'started') {
    const options = { cwd, env: environment({ ...env, GUIDE_NOTES: this.#notes }), detached: true }
    this.#shell = spawn('bash', ['--norc'], { ...options, stdio: ['pipe', 'ignore', 'ignore', 'pipe'] })
    this.#closed = new Promise((resolve) => this.#shell.once('close', () => resolve('the shell ended')))
    this.#shell.stdin?.on('error', () => undefined)
    this.#shell.stdin?.write(how === 'preloaded' ? preloaded + begin : begin)
  }

  /** Runs a block; returns what it printed on both streams. Throws when a command of it ended otherwise than it should. */
  async run(code: string, status: number): Promise<string> {
    const [script, output, failures] = [`${++this.#blocks}.sh`, `${this.#blocks}.out`, 'failures'].map((name) => join(this.#notes, name))
    if (script === undefined || output === undefined || failures === undefined) throw new Error('three names make three paths')
    writeFileSync(script, code)
    for (const file of [output, failures]) writeFileSync(file, '')
    const ended = new Promise<string>((resolve) => this.#shell.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())))
    this.#shell.stdin?.write(`. "${script}" < /dev/null > "${output}" 2>&1; echo "$?" >&3\n`)
    const told = await Promise.race([ended, this.#closed])
    const printed = readFileSync(output, 'utf8')
    const failed = readFileSync(failures, 'utf8')
    if (status === 0 && failed !== '') throw new Error(`${failed}printed:\n${printed}`)
    if (told !== String(status)) throw new Error(`ended with ${told} instead of ${status}; printed:\n${printed}`)
    return printed
  }

  /** Closes the terminal and what was left running in it. */
  end(): void {
    if (this.#shell.pid !== undefined && this.#shell.exitCode === null) process.kill(-this.#shell.pid, 'SIGKILL')
    rmSync(this.#notes, { recursive: true, force: true })
  }
}
