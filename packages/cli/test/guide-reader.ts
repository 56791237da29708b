import { readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Running, startShell } from './command-fixture.ts'
import { type Block, pathOf } from './guide-page.ts'
import { GuideTerminal, npx } from './guide-terminal.ts'

/** What runs until it is stopped, and so has a terminal of its own. */
const server = /^(npx )?(npm start|card-member (start|platform|observe|desk( serve)?)( -.*)?|node \S*-server\.\w+)$/

/** The languages that a reader reads the product's words in. */
type Spoken = 'en' | 'zh-CN'

/** Somebody who follows a guide to the letter, in a fresh clone: block by block, with one terminal for servers and one for the rest. */
export class GuideReader implements AsyncDisposable {
  readonly folder: string
  readonly #env: Readonly<Record<string, string>>
  readonly #instead: ReadonlyMap<string, string>
  readonly #terminal: GuideTerminal
  readonly #servers: Running[] = []

  /** `instead`: what stands on this machine for a port or a folder that the guide names. */
  constructor(
    folder: string,
    spoken: Spoken,
    instead: ReadonlyMap<string, string>,
    env: Readonly<Record<string, string>> = {},
    commands: 'started' | 'preloaded' = 'started',
  ) {
    this.folder = folder
    this.#instead = instead
    this.#env = { LC_ALL: '', LANG: spoken === 'en' ? 'C' : 'zh_CN.UTF-8', ...env }
    this.#terminal = new GuideTerminal(folder, this.#env, commands)
  }

  /** Does what a block is for: saves it, or runs it and compares what it prints. Throws when the guide is wrong. */
  async follow({ language, code, file, output }: Block, status = 0): Promise<void> {
    const text = this.#filledIn(code)
    if (file !== undefined) return this.#save(this.#filledIn(file), text)
    if (language !== 'sh') throw new Error('this block is neither saved nor run')
    const printed = isServer(text) ? await this.#serve(text, output) : await this.#terminal.run(text, status)
    if (output !== undefined) compare(output, printed)
  }

  /** Runs something that the guide does not show, in the same terminal; returns what it printed. */
  run(code: string, status = 0): Promise<string> {
    return this.#terminal.run(this.#filledIn(code), status)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#terminal.end()
    for (const running of this.#servers.toReversed()) await running.stop()
  }

  async #save(file: string, text: string): Promise<void> {
    const path = resolve(this.folder, file)
    await mkdir(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }

  async #serve(code: string, output: string | undefined): Promise<string> {
    const shown = linesOf(output ?? '')
    if (shown.length === 0) throw new Error('the guide does not show how to tell that the server runs')
    const running = startShell(`${npx}\n${code}`, { cwd: this.folder, env: this.#env })
    this.#servers.push(running)
    const lines: string[] = []
    for (const line of shown) lines.push(await running.line(patternOf(line)))
    return lines.join('\n')
  }

  // The reader's part: what commands ask for on a terminal, and ports that are free on this machine.
  #filledIn(code: string): string {
    // The folder has what it would install; the test of packages installs for real.
    let text = code.replace(/^npm ci && (?=npm start)/, '').replaceAll(/--as (\w+)/g, (as, name: string) => {
      const file = `data/demo/${name}`
      // Their code is typed once, and the commands that follow name the same session. Who signs in needs a new one.
      const typed = code.includes('desk sign-in') ? '' : `cat ${file}.code 2> /dev/null || `
      const totp = `${typed}npx node docs/demo-code.mjs ${name} | tee ${file}.code`
      return `${as} --password-file ${file}.password --session-file ${file}.session --totp "$(${totp})"`
    })
    for (const [named, own] of this.#instead) text = text.replaceAll(named, own)
    return text
  }
}

/** A folder with what a fresh clone has after `npm ci`. */
export async function clone(): Promise<{ readonly folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'card-member-guide-'))
  for (const name of readdirSync(pathOf('.')))
    if (!['.git', 'data', 'dist', 'coverage'].includes(name)) symlinkSync(pathOf(name), join(folder, name))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** For each port that a guide names, one that nothing listens at. */
export async function freePorts(named: readonly string[]): Promise<Map<string, string>> {
  const ports = new Map<string, string>()
  for (const port of named) {
    const probe = createServer()
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    const address = probe.address()
    await new Promise((resolve) => probe.close(resolve))
    ports.set(port, String(typeof address === 'object' ? address?.port : port))
  }
  return ports
}

function isServer(code: string): boolean {
  const [command = ''] = code
    .replaceAll(/\\\n\s*/g, '')
    .trimEnd()
    .split('\n')
    .slice(-1)
  return server.test(command)
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}

// `…` matches what differs from run to run, and so does the port of an address.
function patternOf(line: string): RegExp {
  const literal = line.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^\\s*${literal.replaceAll('…', '.*').replaceAll(/127\\\.0\\\.0\\\.1:\d+/g, '127\\.0\\.0\\.1:\\d+')}\\s*$`)
}

/** Each line that the guide shows is a line of what was printed, in the same order. */
function compare(shown: string, printed: string): void {
  const lines = linesOf(printed)
  let from = 0
  for (const line of linesOf(shown)) {
    const pattern = patternOf(line)
    const found = lines.findIndex((text, index) => index >= from && pattern.test(text))
    if (found < 0) throw new Error(`the guide shows a line that was not printed: ${line.trim()}\nprinted:\n${printed}`)
    from = found + 1
  }
}
