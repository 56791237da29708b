import type { Clock } from '@card-member/sdk/protocol'
import type { Log } from '@card-member/service'
import { type Database, transact, type Vault } from '@card-member/service/database'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Schema } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import type { Connections } from './connections.ts'

/** What the rules of the desk work with. */
export interface Context {
  readonly database: Database<Schema>
  readonly vault: Vault
  readonly auditLog: AuditLog
  readonly connections: Connections
  readonly clock: Clock
  /** Milliseconds since 1970 by the database's clock, which all processes share. */
  readonly databaseNow: (store: Store) => Promise<number>
  readonly log: Log
  /** This process, among those that share the database. */
  readonly process_id: string
  /** Calls that this process has sent and whose end it will write. */
  readonly under_way: Set<string>
  /** How long after it was begun an attempt may be signed, in seconds. */
  readonly sign_seconds: number
  /** How long after its signing an attempt can still take effect, in seconds. */
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

/** Runs in one transaction; again when it lost a race with another process. It holds everybody, so it shall be short. */
export function write<Result>({ database }: Pick<Context, 'database'>, run: (store: Store) => Promise<Result>): Promise<Result> {
  return transact(database, run)
}

/** Where single reads go. */
export function reading({ database }: Pick<Context, 'database'>): Store {
  return { kind: database.kind, database: database.read }
}

/** Where reads go that pass over a whole batch: nobody waits behind them. */
export function longReading({ database }: Pick<Context, 'database'>): Store {
  return { kind: database.kind, database: database.long }
}
