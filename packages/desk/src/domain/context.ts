import type { Clock } from '@card-member/sdk/protocol'
import { type Database, transact, type Vault } from '@card-member/service/database'
import type { Log } from '@card-member/service/log'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Confirmation } from '../audit/witness-file.ts'
import type { Changes } from '../staff/changes.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import type { Connections } from './connections.ts'
import type { Templates } from './templates.ts'

/** What every rule of the desk is given. */
export interface Context {
  readonly database: Database<Schema>
  readonly vault: Vault
  readonly auditLog: AuditLog
  /** Who outside of the desk confirms the checkpoints of its audit log. */
  readonly confirmation: Confirmation
  readonly connections: Connections
  /** Templates that were read a moment ago. */
  readonly templates: Templates
  /** Changes that wait for a confirmation. */
  readonly changes: Changes
  readonly clock: Clock
  /** Milliseconds since 1970 by the database's clock, which all processes share. */
  readonly databaseNow: (store: Store) => Promise<number>
  readonly log: Log
  /** This process, among those that share the database. */
  readonly process_id: string
  /** The ids of invalidations whose requests this process has in flight. */
  readonly in_flight: Set<string>
  /** For how many seconds after its beginning an attempt may be signed. */
  readonly sign_seconds: number
  /** For how many seconds after its signing an attempt can still take effect. */
  readonly effect_seconds: number
}

/** Unix seconds. */
export function secondsOf(clock: Clock): number {
  return Math.floor(clock() / 1000)
}

/** Unix seconds by the database's clock. */
export async function sharedSeconds({ databaseNow }: Pick<Context, 'databaseNow'>, store: Store): Promise<number> {
  return Math.floor((await databaseNow(store)) / 1000)
}

/** Runs in one transaction, repeated when it conflicts with another process. Every other writer waits for it, so it must be short. */
export function write<Result>({ database }: Pick<Context, 'database'>, run: (store: Store) => Promise<Result>): Promise<Result> {
  return transact(database, run)
}

/** The store for short reads. */
export function reading({ database }: Pick<Context, 'database'>): Store {
  return { kind: database.kind, database: database.read }
}

/** The store for reads over a whole batch, and for lists and searches over all that a brand has, for which no other query waits. */
export function longReading({ database }: Pick<Context, 'database'>): Store {
  return { kind: database.kind, database: database.long }
}
