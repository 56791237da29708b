import { setTimeout as sleep } from 'node:timers/promises'
import { isConflict } from './conflict.ts'
import type { Database } from './database.ts'
import type { Store } from './store.ts'

const attempts = 5
const longestSleep_ms = 20

/** How a transaction is run. */
export interface TransactOptions {
  /** Whether all that it reads is of one moment; on SQLite it always is. */
  readonly oneMoment?: boolean
}

/** A transaction whose statements succeeded and whose commit failed: its changes may be stored or not. */
export class CommitError extends Error {
  override readonly name = 'CommitError'

  constructor(cause: unknown) {
    super('the commit failed', { cause })
  }
}

/**
 * Runs in one write transaction. A transaction that lost a race with another one (a deadlock, a conflict, a row that somebody
 * added first) runs again from its beginning, five times in all, so it may leave nothing behind but rows.
 *
 * @throws {CommitError}
 */
export async function transact<Schema, Result>(
  { kind, write }: Pick<Database<Schema>, 'kind' | 'write'>,
  run: (store: Store<Schema>) => Promise<Result>,
  { oneMoment = false }: TransactOptions = {},
): Promise<Result> {
  const transaction = () =>
    oneMoment && kind === 'postgres' ? write.transaction().setIsolationLevel('repeatable read') : write.transaction()
  for (let attempt = 1; ; attempt++) {
    let committing = false
    try {
      return await transaction().execute(async (database) => {
        const result = await run({ kind, database })
        committing = true
        return result
      })
    } catch (error) {
      // After a conflict nothing is stored, even if it was found by the commit.
      if (!isConflict(error)) throw committing ? new CommitError(error) : error
      if (attempt === attempts) throw error
      // Two transactions that began again at once would meet at the same step.
      await sleep(Math.random() * longestSleep_ms * attempt)
    }
  }
}
