import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact } from '@card-member/service/database'
import type { AuditEvent, AuditWriter } from '../audit/event.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import type { Changes } from './changes.ts'
import { PasswordHasher, type ScryptCost } from './password-hash.ts'

/** Who acts in the audit log when a command on the desk's machine needs no sign-in. */
export const machine = 'local'

/** Adds an event to the audit log; it is written at the end of the transaction. `actor` is a staff id, `local`, or empty. */
export type AddEvent = (actor: string, action: string, facts: AuditEvent['facts']) => void

/** What the rules about staff are given: the database, the audit log, the clock, the secret. */
export interface StaffContextParts {
  readonly database: Database<Schema>
  readonly auditLog: AuditWriter
  readonly clock: Clock
  /** Changes that wait for a confirmation. */
  readonly changes: Changes
  /** Of `readSecret`. It seals second factors and hashes tokens; what was made with another secret is unreadable. */
  readonly secret: string
  /** The cost of hashing a password; `usualCost` unless given. */
  readonly password_cost?: ScryptCost | undefined
}

/** What the rules about staff are given, with the one kind of transaction that they use. */
export class StaffContext {
  readonly secret: string
  readonly changes: Changes
  readonly passwords: PasswordHasher
  readonly #database: Database<Schema>
  readonly #auditLog: AuditWriter
  readonly #clock: Clock

  constructor({ database, auditLog, clock, changes, secret, password_cost }: StaffContextParts) {
    this.secret = secret
    this.changes = changes
    this.passwords = new PasswordHasher(password_cost)
    this.#database = database
    this.#auditLog = auditLog
    this.#clock = clock
  }

  /** Unix seconds. */
  get now(): number {
    return Math.floor(this.#clock() / 1000)
  }

  /** For queries that wait for no writer. */
  get read(): Store {
    return { kind: this.#database.kind, database: this.#database.read }
  }

  /**
   * Runs changes and writes their events, which belong to the desk as a whole, in one transaction. It runs again after a conflict,
   * so `run` may leave nothing behind but rows.
   */
  transact<Result>(run: (store: Store, addEvent: AddEvent) => Promise<Result>): Promise<Result> {
    return transact(this.#database, async (store) => {
      const events: AuditEvent[] = []
      const result = await run(store, (actor, action, facts) => void events.push({ brand_id: '', actor, action, facts }))
      if (events.length > 0) await this.#auditLog.append(store, events)
      return result
    })
  }
}
