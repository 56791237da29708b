import { CommitError } from './transact.ts'

interface Queued<Job, Result> {
  readonly job: Job
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** Settings of a group commit. */
export interface GroupCommitOptions {
  /** How many runs may be under way at once. */
  readonly concurrency: number
  /** At most so many jobs in one run. */
  readonly limit: number
  /** Told of each run: its number of jobs. */
  readonly onRun?: (jobs: number) => void
  /** Whether the jobs of a failed run may run again, each alone; unless given they may, except after a `CommitError`. */
  readonly mayRunAlone?: (error: unknown) => Promise<boolean>
}

/**
 * Group commit: jobs that arrive while a transaction is under way wait and then share the next one, with one fsync for
 * all of them. A job is settled only after its transaction has ended. When a shared run fails, each of its jobs runs
 * again alone, so that one bad job cannot fail its neighbours. After a failed commit none does: the changes may be there all the
 * same, and a job that ran again would meet its own first run.
 */
export class GroupCommit<Job, Result> {
  readonly #run: (jobs: readonly Job[]) => Promise<readonly Result[]>
  readonly #options: GroupCommitOptions
  #queue: Queued<Job, Result>[] = []
  #running = 0
  #scheduled = false
  #drained: PromiseWithResolvers<void> | undefined

  constructor(run: (jobs: readonly Job[]) => Promise<readonly Result[]>, options: GroupCommitOptions) {
    this.#run = run
    this.#options = options
  }

  /** Queues a job; resolves with its result once that is durable. */
  submit(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject })
      this.#schedule()
    })
  }

  /** Resolves when nothing is queued or under way. */
  async drain(): Promise<void> {
    if (this.#queue.length === 0 && this.#running === 0) return
    this.#drained ??= Promise.withResolvers<void>()
    await this.#drained.promise
  }

  // Jobs read from sockets in the same turn of the event loop join the same run.
  #schedule(): void {
    if (this.#scheduled || this.#running >= this.#options.concurrency) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#queue.length > 0 && this.#running < this.#options.concurrency) {
        const batch = this.#queue.slice(0, this.#options.limit)
        this.#queue = this.#queue.slice(batch.length)
        void this.#execute(batch)
      }
    })
  }

  async #execute(batch: readonly Queued<Job, Result>[]): Promise<void> {
    this.#running++
    try {
      await this.#settle(batch)
    } finally {
      this.#running--
      if (this.#queue.length > 0) this.#schedule()
      else if (this.#running === 0) {
        this.#drained?.resolve()
        this.#drained = undefined
      }
    }
  }

  async #settle(batch: readonly Queued<Job, Result>[]): Promise<void> {
    try {
      this.#options.onRun?.(batch.length)
      const results = await this.#run(batch.map(({ job }) => job))
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index]
        if (result === undefined) reject(new Error('a run returned no result for a job'))
        else resolve(result)
      }
    } catch (error) {
      const alone = batch.length > 1 && (await this.#mayRunAlone(error))
      for (const queued of batch) {
        if (alone) await this.#settle([queued])
        else queued.reject(error)
      }
    }
  }

  async #mayRunAlone(error: unknown): Promise<boolean> {
    if (error instanceof CommitError) return false
    const { mayRunAlone } = this.#options
    return mayRunAlone === undefined || mayRunAlone(error)
  }
}
