import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type Actor, openDesk } from '@card-member/desk'
import { type Database, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { makeLog } from '@card-member/service/log'
import { sql } from 'kysely'
import { startPostgres } from '../test/postgres-server.ts'
import { writeBatchFile, writeConnections } from './prepare.ts'
import { brand_id, Workplace } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>

const small = 1_000
const author: Actor = { staff_id: 'bench', name: 'bench', grants: [{ brand_id: '*', role: 'author' }], second_factor_time: undefined }

/** What a page asks of a batch of a million rows, each time in ms, and how long the event loop stood still meanwhile. */
export async function benchList(quick: boolean): Promise<Row[]> {
  const count = quick ? 100_000 : 1_000_000
  await using postgres = await startPostgres()
  using workplace = new Workplace()
  const connections = writeConnections(workplace)
  const path = join(workplace.folder, 'small.csv')
  await writeBatchFile(path, small)
  const rows: Row[] = []
  for (const kind of ['sqlite', 'postgres'] as const) {
    const folder = join(workplace.folder, kind)
    mkdirSync(folder, { recursive: true })
    const database = kind === 'sqlite' ? `sqlite:${join(folder, 'desk.db')}` : postgres.url
    await using desk = await openDesk({ database, folder, connections, log: makeLog({ level: 'warn' }) })
    const { batch_id } = await desk.batches.prepare(author, { brand_id, path })
    const raw = await openDatabase<RowTables>(parseDatabaseUrl(database))
    const began = performance.now()
    await multiplyRows(raw, batch_id, count)
    const seconds = (performance.now() - began) / 1000
    const middle = Math.floor(count / 2)
    const asked: Readonly<Record<string, () => Promise<unknown>>> = {
      'counted anew, as a comparison': () => countAnew(raw, batch_id),
      'list of batches': () => desk.batches.list(author, {}),
      'one batch': () => desk.batches.get(author, batch_id),
      '100 rows from the middle': () => desk.batches.rows(author, batch_id, { offset: middle }),
      '100 rows in one state, from the middle': () => desk.batches.rows(author, batch_id, { states: ['done'], offset: middle / 2 }),
      '100 rows by what was found, from the middle': () =>
        desk.batches.rows(author, batch_id, { preflight: 'expired', offset: middle / 2 }),
      'the 100 first faulty rows': () => desk.batches.rows(author, batch_id, { faulty: true }),
    }
    for (const [name, ask] of Object.entries(asked)) rows.push({ database: kind, rows: count, asked: name, ...(await timed(ask)) })
    rows.push({ database: kind, rows: count, asked: 'copying the rows, with their counts (s)', 'p50, ms': Math.round(seconds * 1000) })
    await raw.close()
  }
  return rows
}

/** What is filled past the desk. */
export type RowTables = Readonly<Record<'batch_rows', Readonly<Record<string, unknown>>>>

/** Copies the first rows of a batch, one after the other, until there are so many, as large as they are, though cells are readable on their own line alone: half of them done, half of them expired, one in a thousand faulty. */
export async function multiplyRows(raw: Database<RowTables>, batch_id: string, count: number, from = small): Promise<void> {
  const columns = ['card_id', 'card_hash', 'openid_hash', 'code_last4', 'attempts', 'request_count', 'next_time']
  const copied = sql.join(columns.map((column) => sql.ref(column)))
  for (let done = from; done < count; done += from)
    await sql`insert into batch_rows (brand_id, batch_id, line, state, preflight, faults, server_message, end_time, consent_id, ${copied})
      select brand_id, batch_id, line + ${done}, case when line % 2 = 0 then 'done' else 'pending' end,
        case when line % 2 = 0 then 'can_be_invalidated' else 'expired' end, case when line % 1000 = 0 then '[]' end, cells, 1, 'consent-' || (line - 1 + cast(${done} as bigint)), ${copied}
      from batch_rows where brand_id = ${brand_id} and batch_id = ${batch_id} and line <= ${from + 1}`.execute(raw.write)
  if (raw.kind === 'postgres') await sql`analyze`.execute(raw.write)
}

async function countAnew(raw: Database<RowTables>, batch_id: string): Promise<void> {
  await sql`select state, count(*) from batch_rows where brand_id = ${brand_id} and batch_id = ${batch_id} group by state`.execute(raw.read)
}

async function timed(ask: () => Promise<unknown>): Promise<Row> {
  await ask()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const times: number[] = []
  for (let time = 0; time < 20; time++) {
    const began = performance.now()
    await ask()
    times.push(performance.now() - began)
  }
  delay.disable()
  times.sort((a, b) => a - b)
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1))
  return { 'p50, ms': at(0.5), 'longest, ms': at(0.99), 'loop stood still, ms': Number((delay.max / 1e6).toFixed(1)) }
}
