import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, migrate, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { sql } from 'kysely'
import { AuditLog } from '../packages/desk/src/audit/audit-log.ts'
import { deskKeyFile, readDeskKey } from '../packages/desk/src/audit/desk-key.ts'
import type { AuditEvent } from '../packages/desk/src/audit/event.ts'
import { migrationsFor } from '../packages/desk/src/store/migrations/index.ts'
import type { Schema } from '../packages/desk/src/store/schema.ts'
import { startPostgres } from '../test/postgres-server.ts'
import { brand_id, Workplace } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>
type Kind = 'sqlite' | 'postgres'

const together = 50
const transactions = 20
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')

/** A log that is written to, and the time that its rounds took. */
interface MeasuredLog {
  readonly name: string
  readonly log: AuditLog
  readonly database: Database<Schema>
  readonly rounds: { readonly ms: number; readonly cpu_ms: number; readonly bytes: number }[]
}

/** How a log finds the events of a card: not at all, by the indexes that the desk has, or by one over all hashes. */
const shapes: Readonly<Record<string, (database: Database<Schema>) => Promise<void>>> = {
  'no index of cards': dropCardIndexes,
  'the indexes of the desk': async () => undefined,
  'one index over all hashes, as a comparison': async (database) => {
    await dropCardIndexes(database)
    const place = sql.raw(database.kind === 'postgres' ? 'strpos' : 'instr')
    const name = sql.lit('"card_hash":"')
    await sql`create index audit_events_by_hash on audit_events (tree, (substr(facts, ${place}(facts, ${name}) + 13, 43)), time)`.execute(
      database.write,
    )
  },
}

/** Events a second that are added to a long log, with the indexes of cards and without them, in turns. */
export async function benchEvents(quick: boolean): Promise<Row[]> {
  const count = quick ? 50_000 : 200_000
  const rows: Row[] = []
  await using postgres = await startPostgres()
  using workplace = new Workplace()
  for (const kind of ['sqlite', 'postgres'] as const) {
    const logs: MeasuredLog[] = []
    for (const [name, shape] of Object.entries(shapes))
      logs.push(await makeLog({ kind, name, shape, count, folder: workplace.folder, postgres: postgres.url }))
    for (let round = 0; round < (quick ? 6 : 30); round++)
      // Neither is always the one that comes after the other.
      for (const measured of round % 2 === 0 ? logs : logs.toReversed()) measured.rounds.push(await measureRound(measured, round))
    const [without] = logs
    for (const { name, rounds, database } of logs) {
      const ms = median(rounds.map((one) => one.ms))
      const cpu_ms = median(rounds.map((one) => one.cpu_ms))
      const ratios = rounds.map((one, round) => (without?.rounds[round]?.ms ?? one.ms) / one.ms)
      rows.push({
        database: kind,
        'events before': count,
        shape: name,
        'events/s': Math.round((together * transactions * 1000) / ms),
        'over without': Number(median(ratios).toFixed(3)),
        'bytes an event': Math.round(rounds.reduce((sum, one) => sum + one.bytes, 0) / rounds.length / (together * transactions)),
        'CPU an event, µs': Math.round((cpu_ms * 1000) / (together * transactions)),
      })
      await database.close()
    }
  }
  return rows
}

async function makeLog({
  kind,
  name,
  shape,
  count,
  folder,
  postgres,
}: {
  readonly kind: Kind
  readonly name: string
  readonly shape: (database: Database<Schema>) => Promise<void>
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
  await shape(database)
  await fill(database, count)
  if (kind === 'postgres') await sql`vacuum analyze audit_events`.execute(database.write)
  const log = new AuditLog({ database, key: readDeskKey(home), clock: Date.now })
  return { name, log, database, rounds: [] }
}

async function dropCardIndexes({ write }: Database<Schema>): Promise<void> {
  for (const name of ['by_card', 'by_second_card', 'of_cards']) await sql`drop index ${sql.ref(`audit_events_${name}`)}`.execute(write)
}

const slice = 100_000

/** Events before the first of the log, so that its tree stays whole. */
async function fill({ kind, write }: Database<Schema>, count: number): Promise<void> {
  const card = kind === 'postgres' ? sql`rpad(md5(cast(i as text)), 43, '0')` : sql`lower(hex(randomblob(16))) || '00000000000'`
  const facts = sql`'{"batch_id":"batch-1","card_hash":"' || ${card} || '","code_last4":"5665","consent_id":"consent-' || i || '","request_id":"' || ${card} || '"}'`
  for (let first = -count; first < 0; first += slice)
    await sql`with recursive n(i) as (select cast(${first} as bigint) union all select i + 1 from n where i < ${Math.min(-1, first + slice - 1)})
      insert into audit_events (tree, "index", time, actor, action, facts, leaf_hash)
      select ${brand_id}, i, 1790000000 + i, 'staff-' || (-i % 20), case when i % 5000 = 0 then 'card.reveal' else 'invalidation.end' end, ${facts}, ${hashOf('leaf')} from n`.execute(
      write,
    )
}

async function measureRound({ log, database }: MeasuredLog, round: number): Promise<MeasuredLog['rounds'][number]> {
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
  const before = await written(database)
  const used = process.cpuUsage()
  const began = performance.now()
  for (const group of groups) await log.note(group)
  const { user, system } = process.cpuUsage(used)
  return { ms: performance.now() - began, cpu_ms: (user + system) / 1000, bytes: (await written(database)) - before }
}

/** Bytes that were written so far: by this process, in which SQLite runs, or into PostgreSQL's log. */
async function written({ kind, write }: Database<Schema>): Promise<number> {
  if (kind === 'sqlite') return Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
  const { rows } = await sql<{ bytes: number }>`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bytes`.execute(write)
  return Number(rows[0]?.bytes)
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
