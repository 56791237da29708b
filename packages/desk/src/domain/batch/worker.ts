import { type Batch, findActiveBatches, removeUnfinished } from '../../store/batches.ts'
import { type Context, reading } from '../context.ts'
import type { Processes } from '../processes.ts'
import { reconcileAll } from '../reconcile.ts'
import { findConnection } from './batch-connection.ts'
import { resumeAfterCanary } from './canary.ts'
import { Check } from './check.ts'
import { takeUp } from './record-step.ts'
import { Run } from './run.ts'

const lookEvery_ms = 1_000

/** Works in the background on what anybody has asked for: checks, runs, and calls whose end is not known. */
export class Worker implements AsyncDisposable {
  readonly #context: Context
  readonly #processes: Processes
  readonly #stop = new AbortController()
  readonly #jobs = new Map<string, Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined

  constructor(context: Context, processes: Processes) {
    this.#context = context
    this.#processes = processes
  }

  async start(): Promise<void> {
    const living = await this.#processes.living()
    await removeUnfinished(this.#context.database, living)
    this.#timer = setInterval(() => this.poke(), lookEvery_ms)
    this.poke()
  }

  /** Looks for work now. */
  poke(): void {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#context.log.error({ error }, 'could not look for work'))
      .finally(() => {
        this.#looking = undefined
      })
  }

  /** Stops taking rows in hand and waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    this.#stop.abort()
    await this.#looking
    await Promise.all(this.#jobs.values())
  }

  async #look(): Promise<void> {
    for (const batch of await findActiveBatches(reading(this.#context))) {
      if (batch.checking === 1)
        this.#begin(`check ${batch.batch_id}`, batch, () => new Check(this.#context, batch, this.#processes).run(this.#stop.signal))
      else if (batch.state === 'running')
        this.#begin(`run ${batch.batch_id}`, batch, async () => {
          await takeUp(this.#context, batch, 'desk')
          await (await Run.prepare(this.#context, batch, this.#processes)).run(this.#stop.signal)
        })
      else await resumeAfterCanary(this.#context, batch)
    }
    await reconcileAll(this.#context, await this.#processes.living())
    await this.#context.auditLog.writeDueCheckpoints()
  }

  #begin(name: string, batch: Batch, job: () => Promise<void>): void {
    const { batch_id } = batch
    // Another desk has that connection.
    if (this.#jobs.has(name) || this.#stop.signal.aborted || findConnection(this.#context, batch) === undefined) return
    const running = job()
      .catch((error: unknown) => this.#context.log.error({ batch_id, error }, 'a batch could not go on; it is tried again'))
      .finally(() => this.#jobs.delete(name))
    this.#jobs.set(name, running)
  }
}
