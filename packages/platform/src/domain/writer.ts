import { type Database, GroupCommit, transact } from '@card-member/service/database'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import type { Job, WriteCall, WriteOperation } from './write-operation.ts'

const maxJobs = 256

/** Commits calls in groups: calls that wait at the same time share one transaction, whatever their operation. */
export class Writer {
  readonly #database: Database<Schema>
  readonly #group: GroupCommit<Job, true>
  readonly #onNotices: () => void

  /** @param onNotices called after each commit that may have written notifications */
  constructor(database: Database<Schema>, onCommit: (jobs: number) => void, onNotices: () => void = () => undefined) {
    this.#database = database
    this.#onNotices = onNotices
    this.#group = new GroupCommit((jobs) => this.#commit(jobs), {
      concurrency: database.writers,
      limit: maxJobs,
      onRun: onCommit,
      // Without a database each job alone would only wait for the same failure.
      mayRunAlone: async () => (await database.down()).length === 0,
    })
  }

  /** Runs one call; resolves when its change is committed, rejects with a `PlatformError` when a rule rejects it. */
  async submit<Input, Result>(write: WriteOperation<Input, Result>, call: WriteCall<Input>): Promise<Result> {
    const { job, result } = write.job(call)
    await this.#group.submit(job)
    return result()
  }

  /** Resolves when no call is running. */
  drain(): Promise<void> {
    return this.#group.drain()
  }

  async #commit(jobs: readonly Job[]): Promise<true[]> {
    await transact(this.#database, (store) => runByOperation(store, jobs))
    if (jobs.some(({ notifies }) => notifies)) this.#onNotices()
    return jobs.map(() => true)
  }
}

async function runByOperation(store: Store, jobs: readonly Job[]): Promise<void> {
  for (const same of Map.groupBy(jobs, ({ owner }) => owner).values()) await same[0]?.run(store, same)
}
