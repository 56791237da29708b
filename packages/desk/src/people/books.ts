import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact } from '@card-member/service/database'
import type { Entry, Recorder } from '../record/entry.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** Notes what was done; it is recorded at the end of the transaction. */
export type Note = (actor: string, action: string, facts: Entry['facts']) => void

/** What everything about people stands on: the database, the record and the clock. */
export class Books {
  readonly secret: string
  readonly database: Database<Schema>
  readonly #recorder: Recorder
  readonly #clock: Clock

  constructor(parts: { database: Database<Schema>; recorder: Recorder; clock: Clock; secret: string }) {
    this.database = parts.database
    this.secret = parts.secret
    this.#recorder = parts.recorder
    this.#clock = parts.clock
  }

  /** Unix seconds. */
  get now(): number {
    return Math.floor(this.#clock() / 1000)
  }

  get read(): Store {
    return { kind: this.database.kind, database: this.database.read }
  }

  get write(): Store {
    return { kind: this.database.kind, database: this.database.write }
  }

  /** One transaction of a change and of its entries in the record of the desk as a whole. */
  change<Result>(run: (store: Store, note: Note) => Promise<Result>): Promise<Result> {
    return transact(this.database, async (store) => {
      const entries: Entry[] = []
      const result = await run(store, (actor, action, facts) => void entries.push({ brand_id: '', actor, action, facts }))
      if (entries.length > 0) await this.#recorder.append(store, entries)
      return result
    })
  }
}
