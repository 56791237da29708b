import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact } from '@card-member/service/database'
import type { AuditEvent, AuditWriter } from '../audit/event.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** Notes what was done; it is recorded at the end of the transaction. */
export type Note = (actor: string, action: string, facts: AuditEvent['facts']) => void

/** What everything about people stands on: the database, the audit log and the clock. */
export class UnitOfWork {
  readonly secret: string
  readonly database: Database<Schema>
  readonly #auditLog: AuditWriter
  readonly #clock: Clock

  constructor(parts: { database: Database<Schema>; auditLog: AuditWriter; clock: Clock; secret: string }) {
    this.database = parts.database
    this.secret = parts.secret
    this.#auditLog = parts.auditLog
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

  /** One transaction of a change and of its events in the audit log of the desk as a whole. */
  change<Result>(run: (store: Store, note: Note) => Promise<Result>): Promise<Result> {
    return transact(this.database, async (store) => {
      const events: AuditEvent[] = []
      const result = await run(store, (actor, action, facts) => void events.push({ brand_id: '', actor, action, facts }))
      if (events.length > 0) await this.#auditLog.append(store, events)
      return result
    })
  }
}
