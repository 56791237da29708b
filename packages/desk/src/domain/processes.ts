import { hostname } from 'node:os'
import { beat, forgetProcesses, listProcesses, type ProcessRow } from '../store/processes.ts'
import { type Context, reading, sharedSeconds, write } from './context.ts'

const beatEvery_ms = 5_000
/** After how many seconds without a heartbeat a process counts as dead. */
const silence = 30

type Needs = Pick<Context, 'database' | 'databaseNow' | 'log' | 'process_id'>

/** The processes that share the database, this one included. Each writes a heartbeat; the others recover the claims of a dead one. */
export class Processes implements AsyncDisposable {
  readonly #context: Needs
  #address: string | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(context: Needs) {
    this.#context = context
  }

  async enter(): Promise<void> {
    await this.#beat()
    this.#timer = setInterval(() => {
      this.#beat().catch((error: unknown) => this.#context.log.warn({ error }, 'could not tell that this process lives'))
    }, beatEvery_ms)
    this.#timer.unref()
  }

  /** Tells where browsers reach this process. */
  async announce(address: string): Promise<void> {
    this.#address = address
    await this.#beat()
  }

  /** Where browsers reach a living process; undefined when none serves. */
  async address(): Promise<string | undefined> {
    const rows = (await this.#living()).toSorted((one, other) => other.beat_time - one.beat_time)
    return rows.find(({ address }) => address !== null)?.address ?? undefined
  }

  /** The ids of those that live, this one among them. */
  async living(): Promise<string[]> {
    return (await this.#living()).map(({ process_id }) => process_id)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await write(this.#context, (store) => forgetProcesses(store, [this.#context.process_id]))
  }

  async #living(): Promise<ProcessRow[]> {
    const rows = await listProcesses(reading(this.#context))
    const now = await sharedSeconds(this.#context, reading(this.#context))
    return rows.filter((row) => this.#lives(row, now))
  }

  async #beat(): Promise<void> {
    const own = { process_id: this.#context.process_id, host: hostname(), pid: process.pid, address: this.#address }
    await write(this.#context, async (store) => beat(store, { ...own, beat_time: await sharedSeconds(this.#context, store) }))
  }

  #lives({ process_id, host, pid, beat_time }: ProcessRow, now: number): boolean {
    if (process_id === this.#context.process_id) return true
    return now - beat_time <= silence && (host !== hostname() || exists(pid))
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
