import { type Database, Group, isConflict } from '@card-member/service/database'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import type { Job, WriteCall, WriteOperation } from './write-operation.ts'

const maxJobs = 256
const maxAttempts = 3

/** Commits calls in groups: the ones that wait together share one transaction, whatever their operation. */
export class Writer {
  readonly #database: Database<Schema>
  readonly #group: Group<Job, true>
  readonly #onNotices: () => void

  /** @param onNotices told of every commit that may have left notices in the outbox */
  constructor(database: Database<Schema>, onCommit: (jobs: number) => void, onNotices: () => void = () => undefined) {
    this.#database = database
    this.#onNotices = onNotices
    this.#group = new Group((jobs) => this.#commit(jobs), {
      lanes: database.writers,
      most: maxJobs,
      onRun: onCommit,
      mayRunAlone: (error) => this.#mayRunAlone(error),
    })
  }

  /** Runs one call; resolves when its change is durable, rejects with its `Fault` when it was refused. */
  async submit<Input, Result>(write: WriteOperation<Input, Result>, call: WriteCall<Input>): Promise<Result> {
    const { job, result } = write.job(call)
    await this.#group.submit(job)
    return result()
  }

  /** Resolves when nothing is under way. */
  drain(): Promise<void> {
    return this.#group.drain()
  }

  // Not by `transact`: whoever asks has to know whether the jobs failed or the commit alone did.
  async #commit(jobs: readonly Job[]): Promise<true[]> {
    for (let attempt = 1; ; attempt++) {
      let decided = false
      try {
        await this.#database.write.transaction().execute(async (database) => {
          await runByOperation({ kind: this.#database.kind, database }, jobs)
          decided = true
        })
        if (jobs.some(({ notifies }) => notifies)) this.#onNotices()
        return jobs.map(() => true)
      } catch (error) {
        // Another process of ours won the race for a row; on the next try its change is there to be seen.
        if (isConflict(error) && attempt < maxAttempts) continue
        throw decided ? new CommitError('the commit failed', { cause: error }) : error
      }
    }
  }

  // After a failed commit the changes may be there all the same: jobs that ran again would meet their own first run and be
  // refused what they had been given. And without a database each job would only wait for the same failure.
  async #mayRunAlone(error: unknown): Promise<boolean> {
    if (error instanceof CommitError) return false
    return (await this.#database.down()).length === 0
  }
}

/** A transaction of which only its end failed. */
class CommitError extends Error {
  override readonly name = 'CommitError'
}

async function runByOperation(store: Store, jobs: readonly Job[]): Promise<void> {
  for (const same of Map.groupBy(jobs, ({ owner }) => owner).values()) await same[0]?.run(store, same)
}
