import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { sql } from 'kysely'
import { AuditLog, type AuditLogOptions } from '../packages/desk/src/audit/audit-log.ts'
import { CardIndex } from '../packages/desk/src/audit/card-index.ts'
import { deskKeyFile, readDeskKey } from '../packages/desk/src/audit/desk-key.ts'
import type { AuditEvent } from '../packages/desk/src/audit/event.ts'
import { blockEvents, cardsIn, factsBetween, putCardBlocks } from '../packages/desk/src/store/audit-card-blocks.ts'
import { auditIndexes } from '../packages/desk/src/store/audit-search.ts'
import type { CardBlockRow } from '../packages/desk/src/store/audit-tables.ts'
import { migrationsFor } from '../packages/desk/src/store/migrations/index.ts'
import type { Schema } from '../packages/desk/src/store/schema.ts'
import { startPostgres } from '../test/postgres-server.ts'
import { brand_id, Workplace } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>
type Kind = 'sqlite' | 'postgres'

const together = 50
const transactions = 20
const inRound = together * transactions
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')

/** What a round used: of processor time, that of this process, in which SQLite runs, and of PostgreSQL's for it. */
interface Round {
  readonly ms: number
  readonly cpu_ms: number
  readonly bytes: number
}

/** A log that is written to, and what its rounds used. */
interface MeasuredLog {
  readonly name: string
  readonly log: AuditLog
  readonly database: Database<Schema>
  readonly rounds: Round[]
}

/** How a log finds the events of a card: not at all, or as the desk does. */
const shapes: Readonly<Record<string, AuditLogOptions['cardIndex']>> = {
  none: { add: async () => undefined },
  'as the desk has': new CardIndex(),
}

/** Events a second that are added to a long log, with an index of cards and without, in turns; then how long a search for a card takes. */
export async function benchEvents(quick: boolean): Promise<Row[]> {
  const count = (quick ? 48 : 196) * blockEvents
  const searched = (quick ? 96 : 977) * blockEvents
  const rows: Row[] = []
  await using postgres = await startPostgres()
  using workplace = new Workplace()
  for (const kind of ['sqlite', 'postgres'] as const) {
    const logs: MeasuredLog[] = []
    for (const [name, index] of Object.entries(shapes))
      logs.push(await makeLog({ kind, name, index, count, folder: workplace.folder, postgres: postgres.url }))
    await measureRounds(logs, quick ? 10 : 30)
    rows.push(...logs.map((one) => addedRow(one, logs[0] ?? one, count)))
    const indexed = logs.at(-1)
    if (indexed !== undefined) rows.push(await measureSearch(indexed, count, searched))
    for (const { database } of logs) await database.close()
  }
  return rows
}

async function measureRounds(logs: readonly MeasuredLog[], count: number): Promise<void> {
  for (let round = -warmRounds; round < count; round++)
    // Neither is always the one that comes after the other.
    for (const measured of round % 2 === 0 ? logs : logs.toReversed()) {
      const used = await measureRound(measured, round)
      if (round >= 0) measured.rounds.push(used)
    }
}

function addedRow({ name, database, rounds }: MeasuredLog, without: MeasuredLog, count: number): Row {
  const ratios = rounds.map((one, round) => (without.rounds[round]?.ms ?? one.ms) / one.ms)
  const cpu = (of: readonly Round[]) => sum(of.map((one) => one.cpu_ms))
  return {
    database: database.kind,
    'index of cards': name,
    'events before': count,
    'events/s': Math.round((inRound * 1000) / median(rounds.map((one) => one.ms))),
    'over none': Number(median(ratios).toFixed(3)),
    'CPU an event, µs': Number(((cpu(rounds) * 1000) / rounds.length / inRound).toFixed(1)),
    'CPU over none': Number((cpu(rounds) / cpu(without.rounds)).toFixed(3)),
    'bytes an event': Math.round(sum(rounds.map((one) => one.bytes)) / rounds.length / inRound),
  }
}

const warmRounds = 4
// A log is filled faster without them.
const searchIndexes = ['by_time', 'by_actor', 'by_action', 'by_actor_action', 'by_batch']

async function makeLog({
  kind,
  name,
  index,
  count,
  folder,
  postgres,
}: {
  readonly kind: Kind
  readonly name: string
  readonly index: AuditLogOptions['cardIndex']
  readonly count: number
  readonly folder: string
  readonly postgres: string
}): Promise<MeasuredLog> {
  const own = `events_${hashOf(name).replaceAll(/\W/g, '').toLowerCase().slice(0, 12)}`
  const home = join(folder, own)
  mkdirSync(home, { recursive: true })
  if (kind === 'postgres') {
    const server = await openDatabase<Schema>(parseDatabaseUrl(postgres))
    await sql`create database ${sql.id(own)}`.execute(server.write)
    await server.close()
  }
  const url = kind === 'sqlite' ? `sqlite:${join(home, 'desk.db')}` : postgres.replace(/[^/]+$/, own)
  const database = await openDatabase<Schema>(parseDatabaseUrl(url), { statement_ms: 300_000 })
  await migrate(database.write, migrationsFor(kind))
  deskKeyFile(home).make?.()
  await fill(database, -count, 0)
  if (kind === 'postgres') await sql`vacuum analyze audit_events`.execute(database.write)
  const log = new AuditLog({ database, key: readDeskKey(home), clock: Date.now, ...(index && { cardIndex: index }) })
  return { name, log, database, rounds: [] }
}

// The beginning is what is looked for: base64url, as that of a hash. SQLite has no function that writes such.
const digit = sql`substr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 1 + (random() & 63), 1)`
const sqliteHash = sql`${digit} || ${digit} || ${digit} || ${digit} || ${digit} || lower(hex(randomblob(19)))`

const slice = 64 * blockEvents

/** Events before the first of the log, so that its tree stays whole, with their blocks of cards. */
async function fill(database: Database<Schema>, from: number, before: number): Promise<void> {
  const { kind, write } = database
  const card =
    kind === 'postgres' ? sql`translate(rtrim(encode(sha256(convert_to(cast(i as text), 'UTF8')), 'base64'), '='), '+/', '-_')` : sqliteHash
  const facts = sql`'{"batch_id":"batch-1","card_hash":"' || ${card} || '","code_last4":"5665","consent_id":"consent-' || i || '","request_id":"' || ${card} || '"}'`
  for (const name of searchIndexes) await sql`drop index ${sql.ref(`audit_events_${name}`)}`.execute(write)
  for (let first = from; first < before; first += slice) {
    const end = Math.min(before, first + slice)
    await sql`with recursive n(i) as (select cast(${first} as bigint) union all select i + 1 from n where i < ${end - 1})
      insert into audit_events (tree, "index", time, actor, action, facts, leaf_hash)
      select ${brand_id}, i, 1790000000 + i, 'staff-' || (-i % 20), case when i % 5000 = 0 then 'card.reveal' else 'invalidation.end' end, ${facts}, ${hashOf('leaf')} from n`.execute(
      write,
    )
    const blocks: CardBlockRow[] = []
    for (let begin = first; begin < end; begin += blockEvents) {
      const cards = cardsIn([await factsBetween({ kind, database: write }, brand_id, begin, begin + blockEvents)])
      blocks.push({ tree: brand_id, number: begin / blockEvents, cards })
    }
    await putCardBlocks({ kind, database: write }, blocks)
  }
  for (const index of auditIndexes(kind)) await index.execute(write)
}

async function measureRound({ log, database }: MeasuredLog, round: number): Promise<Round> {
  const groups = Array.from({ length: transactions }, (_, group) =>
    Array.from(
      { length: together },
      (_, at): AuditEvent => ({
        brand_id,
        actor: `staff-${group}`,
        action: 'invalidation.end',
        facts: {
          batch_id: 'batch-1',
          card_hash: hashOf(`${round} ${group} ${at}`),
          code_last4: '5665',
          consent_id: hashOf(`${at}`).slice(0, 20),
          request_id: hashOf(`${group}`),
        },
      }),
    ),
  )
  const [bytes, server_ms] = [await written(database), await serverTime(database)]
  const used = process.cpuUsage()
  const began = performance.now()
  for (const group of groups) await log.note(group)
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(used)
  return { ms, cpu_ms: (user + system) / 1000 + (await serverTime(database)) - server_ms, bytes: (await written(database)) - bytes }
}

/** Searches for cards that one event names, spread over a log that grew to so many events, and for one that none does. */
async function measureSearch({ log, database }: MeasuredLog, filled: number, count: number): Promise<Row> {
  const { kind, write } = database
  await fill(database, -count, -filled)
  if (kind === 'postgres') await sql`vacuum analyze audit_events, audit_card_blocks`.execute(write)
  const times: number[] = []
  for (let at = 0; at < 30; at++) {
    const index = -1 - Math.floor((count * at) / 30)
    const event = await log.find(brand_id, index)
    const [card_hash] = /(?<="card_hash":")[^"]{43}/.exec(JSON.stringify(event?.facts)) ?? ['']
    const began = performance.now()
    const found = await log.list({ tree: brand_id, card_hash, limit: 50 })
    times.push(performance.now() - began)
    if (!found.some((one) => one.index === index)) throw new Error(`A search for the card of event ${index} did not find it.`)
  }
  const began = performance.now()
  await log.list({ tree: brand_id, card_hash: hashOf('none'), limit: 50 })
  return {
    database: kind,
    'index of cards': 'a search for a card',
    'events before': count,
    'p50, ms': Number(median(times).toFixed(1)),
    'longest, ms': Number(Math.max(...times).toFixed(1)),
    'none found, ms': Number((performance.now() - began).toFixed(1)),
  }
}

/** Bytes that were written so far: by this process, in which SQLite runs, or into PostgreSQL's log. */
async function written({ kind, write }: Database<Schema>): Promise<number> {
  if (kind === 'sqlite') return Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
  const { rows } = await sql<{ bytes: number }>`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bytes`.execute(write)
  return Number(rows[0]?.bytes)
}

/** Processor time of the PostgreSQL processes that serve this database so far, in milliseconds: what the server does for all is not known apart. */
async function serverTime({ kind, write }: Database<Schema>): Promise<number> {
  if (kind === 'sqlite') return 0
  const { rows } = await sql<{
    pid: number
  }>`select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`.execute(write)
  return sum(rows.map(({ pid }) => Number(/^\d+/.exec(readFileSync(`/proc/${pid}/schedstat`, 'utf8'))?.[0]) / 1e6))
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
