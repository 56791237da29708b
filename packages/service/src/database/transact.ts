import { setTimeout as sleep } from 'node:timers/promises'
import { isConflict } from './conflict.ts'
import type { Database } from './database.ts'
import type { Store } from './store.ts'

const tries = 5
const longestWait_ms = 20

/** How a transaction is run. */
export interface TransactOptions {
  /** Whether all that it reads is of one moment; on SQLite it always is. */
  readonly oneMoment?: boolean
}

/**
 * Runs in one write transaction. A transaction that lost a race with another one (a deadlock, a conflict, a row that somebody
 * added first) runs again from its beginning, five times in all, so what it does must leave nothing behind but rows.
 */
export async function transact<Schema, Result>(
  { kind, write }: Pick<Database<Schema>, 'kind' | 'write'>,
  run: (store: Store<Schema>) => Promise<Result>,
  { oneMoment = false }: TransactOptions = {},
): Promise<Result> {
  const transaction = () =>
    oneMoment && kind === 'postgres' ? write.transaction().setIsolationLevel('repeatable read') : write.transaction()
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction().execute((database) => run({ kind, database }))
    } catch (error) {
      if (attempt === tries || !isConflict(error)) throw error
      // Whoever met once would meet again at the same step.
      await sleep(Math.random() * longestWait_ms * attempt)
    }
  }
}
