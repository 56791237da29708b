import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A server in a process of its own, which can be killed and started again. */
export class Child implements AsyncDisposable {
  readonly #program: string
  readonly #env: Readonly<Record<string, string>>
  readonly #options: object
  #process: ChildProcess | undefined
  #ended: Promise<unknown> = Promise.resolve()
  /** What its processes have written to standard error. */
  log = ''

  /** `program`: the file that is run; `env`: variables that it gets besides. */
  constructor(program: string, env: Readonly<Record<string, string>>, options: object) {
    this.#program = program
    this.#env = env
    this.#options = options
  }

  /** Starts it; resolves with where it answers. */
  async start(): Promise<string> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', this.#program, JSON.stringify(this.#options)], {
      // biome-ignore lint/style/noProcessEnv: it is handed through
      env: { ...process.env, ...this.#env },
      // Over the channel a child learns that its parent is gone, however it went.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#process = child
    this.#ended = once(child, 'exit')
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.log += text
    })
    const ended = this.#ended.then(() => {
      throw new Error(`ended before it was ready: ${this.log}`)
    })
    if (child.stdout === null) throw new Error('the process has no standard output')
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])
    const { url }: { url: string } = JSON.parse(String(line))
    return url
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL')
    await this.#ended
  }

  /** Kills it and starts it again. */
  async restart(): Promise<void> {
    await this.kill()
    await this.start()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process !== undefined) await this.kill()
  }
}
