import { once } from 'node:events'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env as own } from 'node:process'
import { Writable } from 'node:stream'
import { main } from '../src/main.ts'

// Runs commands of a guide's terminal one after another, in one process that has loaded them: node preloaded-command.ts FOLDER. A command is
// named by a line of FOLDER/asked, and is a folder below it: `words` has the working directory and the arguments, `env` the environment.

const [folder = ''] = process.argv.slice(2)

/** Writes what a command writes as lines that say by their first character where they belong. */
class Tagged extends Writable {
  readonly #into: Writable
  readonly #tag: string
  #rest = ''

  constructor(into: Writable, tag: string) {
    super({ decodeStrings: false })
    this.#into = into
    this.#tag = tag
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + chunk.toString()).split('\n')
    this.#rest = lines.pop() ?? ''
    this.#into.write(lines.map((line) => `${this.#tag}${line}\n`).join(''))
    done()
  }

  override _final(done: () => void): void {
    if (this.#rest !== '') this.#into.write(`${this.#tag}${this.#rest}\n`)
    done()
  }
}

async function run(name: string): Promise<void> {
  const parts = (file: string) =>
    readFileSync(join(folder, name, file), 'utf8')
      .split('\0')
      .slice(0, -1)
  const [cwd = '', ...args] = parts('words')
  const env = Object.fromEntries(parts('env').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  process.chdir(cwd)
  // Options that an environment variable may give are read from the process by the library that parses them.
  for (const key of Object.keys(own)) if (!(key in env)) Reflect.deleteProperty(own, key)
  Object.assign(own, env)
  const answer = createWriteStream(join(folder, name, 'answer'))
  const [stdout, stderr] = [new Tagged(answer, '1'), new Tagged(answer, '2')]
  const code = await main(args, { stdin: createReadStream('/dev/null'), stdout, stderr, env })
  for (const stream of [stdout, stderr]) {
    stream.end()
    await once(stream, 'finish')
  }
  answer.end(`=${code}\n`)
  await once(answer, 'close')
}

// Opened for both, so that it does not end where a writer closes it.
const asked = createReadStream(join(folder, 'asked'), { flags: 'r+', encoding: 'utf8' })
let rest = ''
for await (const chunk of asked) {
  const names = (rest + chunk).split('\n')
  rest = names.pop() ?? ''
  for (const name of names) await run(name)
}
