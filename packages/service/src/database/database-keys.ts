import { sql } from 'kysely'
import type { Database } from './database.ts'
import { fingerprintOf, type KeyFile } from './key-file.ts'
import { type KeyProblem, keysForgotten, keysMissing, otherProduct } from './keys-error.ts'
import { rowSet } from './rows.ts'
import type { Store } from './store.ts'
import { transact } from './transact.ts'

/** Which keys a database was made with; never the keys. */
interface KnownKey {
  purpose: string
  key_id: string
  fingerprint: string
  /** Which server the database belongs to. */
  product: string
  time: number
}

/** A key that a database remembers: what it is for, its id, and a fingerprint that does not tell it. */
export type DatabaseKey = Readonly<Pick<KnownKey, 'purpose' | 'key_id' | 'fingerprint'>>

/** The keys that a database remembers. */
export interface KeyOptions {
  readonly product: 'platform' | 'desk'
  /** The names of the product's tables: as long as all of them are empty, the database is. */
  readonly tables: readonly string[]
  readonly files: readonly KeyFile[]
  /** Unix seconds. */
  readonly time: number
}

/** What else happens when keys are learnt. */
export interface Learning<Any> {
  /** Told of the keys, in the same transaction. */
  readonly learn?: (store: Store<Any>, keys: readonly DatabaseKey[]) => Promise<void>
}

const columns = { purpose: 'text', key_id: 'text', fingerprint: 'text', product: 'text', time: 'bigint' } as const
// Any number that nothing else locks by.
const lock = 7_305_809_344_121

/**
 * Makes sure that this process has the keys that the database was made with, before anything else is done there. For an empty
 * database files that are missing are made, by one process while others wait; further keys are learnt beside the known ones.
 *
 * @throws {KeysError} naming each file that is needed
 */
export async function agreeOnKeys<Any>(database: Database<Any>, options: KeyOptions & Learning<Any>): Promise<void> {
  const { product, time, learn } = options
  await transact(database, async (store) => {
    const learnt = await agree(store, options)
    if (learnt.length === 0) return
    await createTable(store)
    const rows = learnt.map((key) => ({ ...key, product, time }))
    await sql`insert into database_keys (purpose, key_id, fingerprint, product, time)
      select purpose, key_id, fingerprint, product, time from ${rowSet(store.kind, columns, rows)}`.execute(store.database)
    await learn?.(store, learnt)
  })
}

/**
 * Does the same without remembering anything, so that tables can be made before: what is learnt later can be noted in them.
 *
 * @throws {KeysError} naming each file that is needed
 */
export async function checkKeys<Any>(database: Database<Any>, options: KeyOptions): Promise<void> {
  await transact(database, (store) => agree(store, options))
}

/** The keys that a database remembers. */
export async function rememberedKeys<Any>(store: Store<Any>): Promise<DatabaseKey[]> {
  return (await readKnown(store)).map(({ purpose, key_id, fingerprint }) => ({ purpose, key_id, fingerprint }))
}

/** @returns the keys that the database does not remember */
async function agree<Any>(store: Store<Any>, { product, tables, files }: KeyOptions): Promise<DatabaseKey[]> {
  if (store.kind === 'postgres') await sql`select pg_advisory_xact_lock(${lock})`.execute(store.database)
  const known = await readKnown(store)
  const [first] = known
  if (first === undefined) {
    if (await hasRows(store, tables)) throw keysForgotten()
    for (const file of files) if (file.read() === undefined) file.make?.()
  } else if (first.product !== product) throw otherProduct(first.product, product)
  const judged = files.map((file) => judge(file, known))
  const problems = judged.flatMap(({ problem }) => problem ?? [])
  if (problems.length > 0) throw keysMissing(problems)
  return judged.flatMap(({ fresh }) => fresh)
}

function judge(file: KeyFile, all: readonly DatabaseKey[]): { readonly problem?: KeyProblem; readonly fresh: readonly DatabaseKey[] } {
  const { purpose, needs } = file
  const known = all.filter((key) => key.purpose === purpose)
  const held = file.read()
  const fingerprints = new Map(held?.map((key) => [key.key_id, fingerprintOf(purpose, key)]))
  const missing = known.filter(({ key_id }) => !fingerprints.has(key_id)).map(({ key_id }) => key_id)
  const other = known.filter((key) => fingerprints.has(key.key_id) && fingerprints.get(key.key_id) !== key.fingerprint)
  const fresh = [...fingerprints].map(([key_id, fingerprint]) => ({ purpose, key_id, fingerprint })).filter((key) => !has(known, key))
  // Of keys that may be taken out again, one that is known vouches for those that are new.
  const lacks = needs === 'all' ? missing.length > 0 : fresh.length > 0 && missing.length === known.length && known.length > 0
  if (held !== undefined && !lacks && other.length === 0) return { fresh }
  return {
    problem: { file, missing: lacks ? missing : [], other: other.map(({ key_id }) => key_id), found: held !== undefined },
    fresh: [],
  }
}

function has(known: readonly DatabaseKey[], { key_id }: DatabaseKey): boolean {
  return known.some((key) => key.key_id === key_id)
}

async function readKnown<Any>(store: Store<Any>): Promise<KnownKey[]> {
  if (!(await exists(store, 'database_keys'))) return []
  const { rows } =
    await sql<KnownKey>`select purpose, key_id, fingerprint, product, time from database_keys order by purpose, key_id`.execute(
      store.database,
    )
  return rows
}

async function createTable<Any>({ kind, database }: Store<Any>): Promise<void> {
  const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
  await database.schema
    .createTable('database_keys')
    .ifNotExists()
    .addColumn('purpose', key, (column) => column.notNull())
    .addColumn('key_id', key, (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('time', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('database_keys_key', ['purpose', 'key_id'])
    .execute()
}

async function hasRows<Any>(store: Store<Any>, tables: readonly string[]): Promise<boolean> {
  for (const table of tables) {
    if (!(await exists(store, table))) continue
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(store.database)
    if (rows.length > 0) return true
  }
  return false
}

async function exists<Any>({ kind, database }: Store<Any>, table: string): Promise<boolean> {
  const found =
    kind === 'sqlite'
      ? sql`select 1 from sqlite_master where type = 'table' and name = ${table}`
      : sql`select 1 where to_regclass(${table}) is not null`
  return (await found.execute(database)).rows.length > 0
}
