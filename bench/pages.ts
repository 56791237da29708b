import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, type Desk, openDesk } from '@card-member/desk'
import { openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { makeLog } from '@card-member/service/log'
import { sql } from 'kysely'
import { startPostgres } from '../test/postgres-server.ts'
import { multiplyRows, type RowTables } from './list-batches.ts'
import { addConsents, addEvents, addInvalidations, hashOf, slice } from './page-rows.ts'
import { writeBatchFile, writeConnections } from './prepare.ts'
import { Server } from './server.ts'
import { createTemplate, storeCards } from './stored-cards.ts'
import { brand_id, Workplace } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>

/** Rows that are readable, as those of a file are. */
const readable = 20_000
const everything: Actor = {
  staff_id: 'bench',
  name: 'bench',
  grants: (['clerk', 'author', 'approver', 'manager', 'admin', 'auditor'] as const).map((role) => ({ brand_id: '*', role })),
  second_factor_time: undefined,
}

/** What each page asks of a desk with a batch, invalidations and events of a million each, and how long others wait meanwhile, in ms. */
export async function benchPages(quick: boolean): Promise<Row[]> {
  const count = quick ? 100_000 : 1_000_000
  await using postgres = await startPostgres()
  using workplace = new Workplace()
  const platformDatabase = `sqlite:${join(workplace.folder, 'platform.db')}`
  await using platform = await Server.start('./platform-process.ts', workplace.tenants, platformDatabase)
  await storeCards(platformDatabase, await createTemplate(platform.url, workplace), 1, 10)
  const connections = writeConnections(workplace, platform.url)
  const path = join(workplace.folder, 'small.csv')
  await writeBatchFile(path, readable)
  const rows: Row[] = []
  for (const kind of ['sqlite', 'postgres'] as const) {
    const folder = join(workplace.folder, kind)
    mkdirSync(folder, { recursive: true })
    const database = kind === 'sqlite' ? `sqlite:${join(folder, 'desk.db')}` : postgres.url
    await using desk = await openDesk({ database, folder, connections, log: makeLog({ level: 'warn' }) })
    const { batch_id } = await desk.batches.prepare(everything, { brand_id, path })
    const raw = await openDatabase<RowTables>(parseDatabaseUrl(database), { statement_ms: 300_000 })
    await multiplyRows(raw, batch_id, count, readable)
    for (let first = 1; first <= count; first += slice) {
      await addInvalidations(raw, batch_id, first)
      await addEvents(raw, batch_id, first)
      await addConsents(raw, first)
    }
    if (kind === 'postgres') await sql`analyze`.execute(raw.write)
    const ask = async (asked: string, one: () => Promise<unknown>, times?: number) => {
      const row = { database: kind, rows: count, asked, ...(await besideOthers(desk, one, times)) }
      process.stderr.write(`${JSON.stringify(row)}\n`)
      rows.push(row)
    }
    for (const [asked, one] of Object.entries(pages(desk, batch_id, count))) await ask(asked, one)
    for (const [asked, one] of Object.entries(exports(desk, batch_id))) await ask(asked, one, 2)
    await ask('a whole report', () => drain(desk.batches.report(everything, batch_id, 'report.csv'), Number.POSITIVE_INFINITY), 1)
    await raw.close()
  }
  return rows
}

function pages(desk: Desk, batch_id: string, count: number): Record<string, () => Promise<unknown>> {
  const { batches, invalidations, audit, today, consents, cards } = desk
  const list = (filter: object) => () => invalidations.list(everything, { brand_id, ...filter })
  const search = (filter: object) => () => audit.list(everything, { brand_id, ...filter })
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
    'invalidations far down': list({ after: `i-${count / 2}` }),
    'invalidations before one far down': list({ before: `i-${count / 2}` }),
    'invalidations by the largest offset': list({ offset: 10_000 }),
    consents: () => consents.list(everything, { brand_id }),
    'consents far down': () => consents.list(everything, { brand_id, after: `consent-${count / 2}` }),
    'consents in another state': () => consents.list(everything, { brand_id, state: 'withdrawn' }),
    'a search for cards': () => cards.find(everything, { brand_id, text: 'openid-3' }),
    '1,000 rows for a command': () => batches.rows(everything, batch_id, { limit: 1000 }),
    events: search({}),
    'events of a person': search({ actor: 'staff-3' }),
    'events of an action': search({ action: 'card.reveal' }),
    'events of a batch and a person': search({ batch_id, actor: 'staff-3' }),
    'events of a card': search({ card_hash }),
    'events of a card, by a person': search({ card_hash, actor: 'staff-3' }),
    'events of a card that none names': search({ card_hash: hashOf(-1) }),
    'events of two days': search({ from_day: '2026-11-02', to_day: '2026-11-03' }),
  }
}

/** What is kept of a member, and the beginning of each file that can be exported: it takes others' time as often as all of it. */
function exports({ batches, audit, members }: Desk, batch_id: string): Record<string, () => Promise<unknown>> {
  const begin = (stream: () => Promise<AsyncIterable<unknown>>) => () => drain(stream(), 400)
  const report = (kind: Parameters<Desk['batches']['report']>[2]) => begin(() => batches.report(everything, batch_id, kind))
  return {
    'faults.csv': begin(() => batches.faults(everything, batch_id)),
    'report.csv': report('report.csv'),
    'report.xlsx': report('report.xlsx'),
    'failed.csv': report('failed.csv'),
    'evidence.html': report('evidence.html'),
    'evidence.zip': report('evidence.zip'),
    'what is kept of a member': () => members.find(everything, { brand_id, openid: 'openid-3' }),
    'export of a member': () => members.export(everything, { brand_id, openid: 'openid-3' }),
    'the audit log': begin(() => audit.export(everything, { brand_id })),
  }
}

async function drain(stream: Promise<AsyncIterable<unknown>>, most: number): Promise<void> {
  let pieces = 0
  for await (const _ of await stream) if (++pieces > most) break
}

/** Asks several times, while somebody else asks for something cheap every ten milliseconds. */
async function besideOthers(desk: Desk, ask: () => Promise<unknown>, many = 7): Promise<Row> {
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
  try {
    for (let time = 0; time < many; time++) {
      const began = performance.now()
      await ask()
      times.push(performance.now() - began)
    }
  } finally {
    going = false
    await other
  }
  times.sort((a, b) => a - b)
  const round = (ms: number | undefined) => Math.round((ms ?? 0) * 10) / 10
  return {
    'p50, ms': round(times[Math.floor(many / 2)]),
    'longest, ms': round(times.at(-1)),
    'others waited, ms': round(Math.max(...waits)),
  }
}
