import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { type Clock, text } from '@card-member/sdk/protocol'
import {
  agreeOnKeys,
  checkKeys,
  type Database,
  type KeyFile,
  keptVaultKeys,
  migrate,
  openDatabase,
  parseDatabaseUrl,
  Vault,
  vaultKeyFile,
} from '@card-member/service/database'
import { type Log, makeLog } from '@card-member/service/log'
import { AuditLog } from './audit/audit-log.ts'
import { deskKeyFile, readDeskKey } from './audit/desk-key.ts'
import { expectKnownToLog, keyEvent } from './audit/known-by-log.ts'
import { nameLog } from './audit/origin.ts'
import { readWitnesses } from './audit/witness-file.ts'
import { defaultEffectSeconds, defaultSignSeconds } from './domain/attempt.ts'
import { Preparations } from './domain/batch/preparations.ts'
import { changeHandlers } from './domain/change-handlers.ts'
import type { ClientTime } from './domain/connection.ts'
import { Connections } from './domain/connections.ts'
import { readConnections } from './domain/connections-file.ts'
import { type Context, secondsOf } from './domain/context.ts'
import { Processes } from './domain/processes.ts'
import { SharedRateLimiter } from './domain/rate-limiter.ts'
import { Templates } from './domain/templates.ts'
import { readSecret, secretFile } from './staff/auth-secret.ts'
import { Changes } from './staff/changes.ts'
import type { OidcOptions } from './staff/oidc-options.ts'
import type { ScryptCost } from './staff/password-hash.ts'
import { Staff } from './staff/staff.ts'
import { migrationsFor } from './store/migrations/index.ts'
import { databaseNow } from './store/now.ts'
import { type Schema, tables } from './store/schema.ts'

/** Where a desk is and how it works. */
export interface DeskOptions {
  /** `sqlite:FILE` or `postgres://…`; `sqlite:./data/desk.db` by default. */
  readonly database?: string
  /** Path of the connections file; without it nothing reaches a platform. */
  readonly connections?: string
  /** Where keys are kept; beside the SQLite file, or `./data`. Processes on one database share it. */
  readonly folder?: string
  /** Where browsers reach the desk, when that is not where it listens. */
  readonly public_url?: string
  readonly oidc?: OidcOptions
  readonly clock?: Clock
  /** The clock that all processes share; the database's own unless one is given here or as `clock`. */
  readonly database_clock?: Clock
  /** How a client waits before it reads a card again; by a timer by default. */
  readonly sleep?: ClientTime['sleep']
  readonly log?: Log
  /** For how many seconds after its beginning an attempt may be signed; 90 by default: its two calls take 60 at most. */
  readonly sign_seconds?: number
  /** What hashing a password costs. Leave it out, except in tests that sign many people in. */
  readonly password_cost?: ScryptCost
  /** For how many seconds after its signing an attempt may still take effect; what `settledAfter` says by default. */
  readonly effect_seconds?: number
}

/** Where a desk is by default. */
export const defaultDatabase = 'sqlite:./data/desk.db'

/** Where browsers reach a desk by default. */
const defaultAddress = 'http://127.0.0.1:8090'

const storageFile = 'desk_storage_keys.json'
const storageWords = text({
  zh: '用于加密数据库中的卡号、OpenID、批次行与凭证',
  en: 'encrypts codes, OpenIDs, batch rows and evidence in the database',
})
// Rows of a batch are read and written in their order, so that a larger cache would help nobody.
const cache_mib = 16
// Batches have many rows.
const statement_ms = 10_000

/** What a desk is made of: the rules work with these, and nobody outside of the package sees them. */
export interface DeskParts extends AsyncDisposable {
  readonly context: Context
  readonly staff: Staff
  readonly processes: Processes
  /** The files that this process reads in the background. */
  readonly preparations: Preparations
  readonly log: Log
  /** Where browsers reach the desk. */
  readonly base_url: () => string
}

/**
 * Opens the database, which is brought up to date, and all that works on it.
 *
 * @param served where browsers reach it; unless given, where they reach the desk that runs on the same database
 * @throws {KeysError} naming the keys that the database needs and this process lacks
 * @throws {AuditError} when the audit log was deleted, or does not know a key or tree of the database
 * @throws {ConnectionsError} one line about an error in the connections file
 */
export async function openParts(options: DeskOptions, served?: () => string): Promise<DeskParts> {
  const { database: databaseText = defaultDatabase, clock = Date.now, log = makeLog() } = options
  const { sign_seconds = defaultSignSeconds, effect_seconds = defaultEffectSeconds, database_clock = options.clock } = options
  const url = parseDatabaseUrl(databaseText)
  const folder = options.folder ?? (url.kind === 'sqlite' ? dirname(url.file) : './data')
  const database = await openDatabase<Schema>(url, {
    cache_mib,
    statement_ms,
    onConnectionLost: (error) => log.warn({ error }, 'database connection lost'),
  })
  await using opening = new AsyncDisposableStack()
  opening.defer(() => database.close())
  const keys = { product: 'desk', tables, files: keyFilesOf(folder), time: secondsOf(clock) } as const
  await checkKeys(database, keys)
  await migrate(database.write, migrationsFor(database.kind))
  const auditLog = new AuditLog({ database, key: readDeskKey(folder), clock })
  // A database without a log of its keys has lost it: keys and the events that name them are stored together.
  await agreeOnKeys(database, { ...keys, learn: (store, learnt) => auditLog.append(store, learnt.map(keyEvent)) })
  await expectKnownToLog({ kind: database.kind, database: database.read })
  if (options.public_url !== undefined) await nameLog({ kind: database.kind, database: database.write }, options.public_url)
  const connections = opening.use(await connectionsOf(options.connections, database, { clock, sleep: options.sleep }))
  const changes = new Changes({ database, auditLog, clock, handlers: changeHandlers(clock) })
  const context: Context = {
    database,
    vault: new Vault(keptVaultKeys(join(folder, storageFile))),
    auditLog,
    confirmation: readWitnesses(folder),
    connections,
    templates: new Templates(clock),
    changes,
    clock,
    databaseNow: database_clock === undefined ? databaseNow : async () => database_clock(),
    log,
    process_id: randomUUID(),
    in_flight: new Set(),
    sign_seconds,
    effect_seconds,
  }
  const processes = opening.use(new Processes(context))
  await processes.enter()
  const base_url = served ?? (await baseUrlOf(options, processes))
  const preparations = opening.use(new Preparations(log))
  const staff = new Staff({
    database,
    secret: readSecret(folder),
    base_url,
    // Passkeys need a host name, and a server on loopback is reached by one as well.
    passkey_url: () => options.public_url ?? base_url().replace('//127.0.0.1:', '//localhost:'),
    clock,
    auditLog,
    changes,
    oidc: options.oidc,
    password_cost: options.password_cost,
    report: (message) => log.warn({ reason: message }, 'sign-in by OpenID Connect failed'),
  })
  const opened = opening.move()
  return { context, staff, processes, preparations, log, base_url, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/** What every process on one database needs. */
function keyFilesOf(folder: string): KeyFile[] {
  return [vaultKeyFile(join(folder, storageFile), storageWords, true), deskKeyFile(folder), secretFile(folder)]
}

// Links of commands lead to the desk that runs.
async function baseUrlOf({ public_url }: DeskOptions, processes: Processes): Promise<() => string> {
  const address = public_url ?? (await processes.address()) ?? defaultAddress
  return () => address
}

function connectionsOf(path: string | undefined, database: Database<Schema>, time: ClientTime): Promise<Connections> {
  const limiter = new SharedRateLimiter(database)
  return path === undefined ? Promise.resolve(new Connections([])) : readConnections(path, limiter, time)
}
