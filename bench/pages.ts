import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, type Desk, openDesk } from '@card-member/desk'
import { type Database, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { makeLog } from '@card-member/service/log'
import { type RawBuilder, sql } from 'kysely'
import { startPostgres } from '../test/postgres-server.ts'
import { multiplyRows, type RowTables } from './list-batches.ts'
import { writeBatchFile, writeConnections } from './prepare.ts'
import { brand_id, Workplace } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>

const slice = 100_000
const everything: Actor = {
  staff_id: 'bench',
  name: 'bench',
  grants: (['clerk', 'author', 'approver', 'manager', 'admin', 'auditor'] as const).map((role) => ({ brand_id: '*', role })),
  second_factor_time: undefined,
}
const hashOf = (number: number) => createHash('md5').update(String(number)).digest('hex').padEnd(43, '0')

/** What each page asks of a desk with a batch, invalidations and events of a million each, and how long others wait meanwhile, in ms. */
export async function benchPages(quick: boolean): Promise<Row[]> {
  const count = quick ? 100_000 : 1_000_000
  await using postgres = await startPostgres()
  using workplace = new Workplace()
  const connections = writeConnections(workplace)
  const path = join(workplace.folder, 'small.csv')
  await writeBatchFile(path, 1000)
  const rows: Row[] = []
  for (const kind of ['sqlite', 'postgres'] as const) {
    const folder = join(workplace.folder, kind)
    mkdirSync(folder, { recursive: true })
    const database = kind === 'sqlite' ? `sqlite:${join(folder, 'desk.db')}` : postgres.url
    await using desk = await openDesk({ database, folder, connections, log: makeLog({ level: 'warn' }) })
    const { batch_id } = await desk.batches.prepare(everything, { brand_id, path })
    const raw = await openDatabase<RowTables>(parseDatabaseUrl(database), { statement_ms: 300_000 })
    await multiplyRows(raw, batch_id, count)
    for (let first = 1; first <= count; first += slice) {
      await addInvalidations(raw, batch_id, first)
      await addEvents(raw, batch_id, first)
    }
    if (kind === 'postgres') await sql`analyze`.execute(raw.write)
    for (const [asked, ask] of Object.entries(pages(desk, batch_id, count)))
      rows.push({ database: kind, rows: count, asked, ...(await besideOthers(desk, ask)) })
    await raw.close()
  }
  return rows
}

function pages(desk: Desk, batch_id: string, count: number): Record<string, () => Promise<unknown>> {
  const { batches, invalidations, audit, today, consents } = desk
  const list = (filter: object) => () => invalidations.list(everything, { brand_id, ...filter })
  const search = (filter: object) => () => audit.list(everything, { brand_id, ...filter })
  const drain = async (stream: Promise<AsyncIterable<unknown>>) => {
    let pieces = 0
    // The beginning of a file is asked for as often as all of it.
    for await (const _ of await stream) if (++pieces > 400) break
  }
  const card_hash = hashOf(Math.floor(count / 3))
  return {
    nothing: () => sleep(200),
    today: () => today.get(everything),
    batches: () => batches.list(everything, {}),
    'one batch': () => batches.get(everything, batch_id),
    'rows in the middle': () => batches.rows(everything, batch_id, { offset: count / 2 }),
    'rows in one state': () => batches.rows(everything, batch_id, { states: ['done'], offset: count / 4 }),
    'faulty rows': () => batches.rows(everything, batch_id, { faulty: true }),
    invalidations: list({}),
    'invalidations, done': list({ state: 'done' }),
    'invalidations, unknown': list({ state: 'unknown' }),
    'invalidations, refused': list({ state: 'rejected' }),
    'invalidations by a person': list({ requested_by: 'staff-3' }),
    'invalidations of a batch': list({ batch_id }),
    'invalidations of two days': list({ from_day: '2026-11-02', to_day: '2026-11-03' }),
    'invalidations far down': list({ offset: count / 2 }),
    consents: () => consents.list(everything, { brand_id }),
    events: search({}),
    'events of a person': search({ actor: 'staff-3' }),
    'events of an action': search({ action: 'card.reveal' }),
    'events of a batch and a person': search({ batch_id, actor: 'staff-3' }),
    'events of a card': search({ card_hash }),
    'events of a card, by a person': search({ card_hash, actor: 'staff-3' }),
    'events of a card that none names': search({ card_hash: hashOf(-1) }),
    'events of two days': search({ from_day: '2026-11-02', to_day: '2026-11-03' }),
    'a report': () => drain(batches.report(everything, batch_id, 'report.csv')),
    faults: () => drain(batches.faults(everything, batch_id)),
  }
}

/** Asks seven times, while somebody else asks for something cheap every ten milliseconds. */
async function besideOthers(desk: Desk, ask: () => Promise<unknown>): Promise<Row> {
  const times: number[] = []
  const waits: number[] = [0]
  let going = true
  const other = (async () => {
    while (going) {
      const began = performance.now()
      await desk.settings.get(everything, { brand_id })
      waits.push(performance.now() - began)
      await sleep(10)
    }
  })()
  for (let time = 0; time < 7; time++) {
    const began = performance.now()
    await ask()
    times.push(performance.now() - began)
  }
  going = false
  await other
  times.sort((a, b) => a - b)
  const round = (ms: number | undefined) => Math.round((ms ?? 0) * 10) / 10
  return { 'p50, ms': round(times[3]), 'longest, ms': round(times.at(-1)), 'others waited, ms': round(Math.max(...waits)) }
}

const numbers = (first: number) =>
  sql`with recursive n(i) as (select cast(${first} as bigint) union all select i + 1 from n where i < ${first + slice - 1})`

/** A text of 43 characters by a number, other than its neighbours', alike on both databases in its length alone. */
const hash = (kind: 'sqlite' | 'postgres', i: RawBuilder<unknown>) =>
  kind === 'postgres' ? sql`rpad(md5(cast(${i} as text)), 43, '0')` : sql`lower(hex(randomblob(16))) || '00000000000'`

async function addInvalidations({ kind, write }: Database<RowTables>, batch_id: string, first: number): Promise<void> {
  const begun = 1_793_000_000
  await sql`insert into invalidations (brand_id, invalidation_id, card_id, card_hash, rehearsal, code_last4, consent_id, batch_id, connection, caller_kind, caller_id,
      base_url, invalid_reason, state, attempts, failures, request_count, requested_by, consent_recorded_by, start_time, end_time, sign_before, reconcile_after, may_have_left, reads, next_read_time)
    ${numbers(first)} select ${brand_id}, 'i-' || i, 'card', ${hash(kind, sql`i`)}, 0, '0000', 'consent-' || i, ${batch_id}, 'main', 'merchant', '1', 'http://127.0.0.1', '用户申请退会',
      case when i % 1000 = 0 then 'unknown' when i % 50 = 0 then 'rejected' else 'done' end, 1, 0, 1, 'staff-' || (i % 20), 'staff-' || (i % 20), ${begun} + i * 2, ${begun} + i * 2, 0, 0, 1, 0, 9000000000000
    from n`.execute(write)
}

async function addEvents({ kind, write }: Database<RowTables>, batch_id: string, first: number): Promise<void> {
  const begun = 1_793_000_000
  const facts = sql`'{"batch_id":"' || cast(${batch_id} as text) || '","card_hash":"' || ${hash(kind, sql`i`)} || '","consent_id":"consent-' || i || '"}'`
  await sql`insert into audit_events (tree, "index", time, actor, action, facts, leaf_hash)
    ${numbers(first)} select ${brand_id}, 1000 + i, ${begun} + i * 2, 'staff-' || (i % 20), case when i % 5000 = 0 then 'card.reveal' else 'invalidation.end' end, ${facts}, 'leaf'
    from n`.execute(write)
}
