import { join } from 'node:path'
import { startPostgres } from '../test/postgres-server.ts'
import { runLoad } from './load.ts'
import { Server } from './server.ts'
import { signaturesPerSecond } from './signing.ts'
import { createTemplate, invalidation, reading, storeCards } from './stored-cards.ts'
import { Workplace } from './workplace.ts'

type Row = Readonly<Record<string, string | number>>

const inFlight = 64
const paced = 2500

/** Durable signed invalidations per second, beside the signatures that the same cores make. */
export async function benchPlatform(quick: boolean): Promise<Row[]> {
  await using postgres = await startPostgres()
  const rows: Row[] = []
  for (const kind of ['sqlite', 'postgres'] as const) {
    using workplace = new Workplace()
    const database = kind === 'sqlite' ? `sqlite:${join(workplace.folder, 'platform.db')}` : postgres.url
    await using server = await Server.start('./platform-process.ts', workplace.tenants, database)
    const idle = server.memory
    const count = quick ? 4000 : 20_000
    const pacedCount = quick ? 2500 : 10_000
    const card_id = await createTemplate(server.url, workplace)
    await storeCards(database, card_id, 1, count + pacedCount + 2000)
    const prepare = (first: number, many: number) =>
      Array.from({ length: many }, (_, index) => invalidation(workplace, card_id, first + index))
    await runLoad(server.url, prepare(count + pacedCount + 1, 2000), inFlight)
    const requests = prepare(1, count)
    const before = await signaturesPerSecond()
    const most = await runLoad(server.url, requests, inFlight)
    const after = await signaturesPerSecond()
    const even = await runLoad(server.url, prepare(count + 1, pacedCount), inFlight, paced)
    const signatures = (before + after) / 2
    rows.push({
      database: kind,
      'invalidations/s': Math.round(most.per_second),
      'signatures/s': Math.round(signatures),
      ratio: Number((most.per_second / signatures).toFixed(2)),
      'p50 ms': Number(most.p50_ms.toFixed(1)),
      'p99 ms': Number(most.p99_ms.toFixed(1)),
      [`p99 ms at ${paced}/s`]: Number(even.p99_ms.toFixed(1)),
      'idle MB': Math.round(idle),
      answers: JSON.stringify(most.statuses),
    })
  }
  return rows
}

/** From the start of a process to its first answer, the median of several, milliseconds. */
export async function benchStart(quick: boolean): Promise<Row[]> {
  using workplace = new Workplace()
  const times: number[] = []
  for (let run = 0; run < (quick ? 3 : 7); run++) {
    const began = performance.now()
    await using server = await Server.start('./platform-process.ts', workplace.tenants, `sqlite:${join(workplace.folder, `${run}.db`)}`)
    await (await fetch(`${server.url}/healthz`)).text()
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  return [{ 'median ms': Math.round(times[Math.floor(times.length / 2)] ?? 0), 'best ms': Math.round(times[0] ?? 0) }]
}

/** Median latency of one call at a time with few and with many cards stored. */
export async function benchStored(cards: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const stored of [10_000, cards]) {
    using workplace = new Workplace()
    const database = `sqlite:${join(workplace.folder, 'platform.db')}`
    await using server = await Server.start('./platform-process.ts', workplace.tenants, database)
    const card_id = await createTemplate(server.url, workplace)
    await storeCards(database, card_id, 1, stored)
    const spread = (index: number) => 1 + ((index * 7919) % stored)
    const numbers = Array.from({ length: 1500 }, (_, index) => spread(index))
    await runLoad(
      server.url,
      numbers.slice(1000).map((number) => reading(workplace, card_id, number)),
      1,
    )
    const read = await runLoad(
      server.url,
      numbers.slice(0, 1000).map((number) => reading(workplace, card_id, number)),
      1,
    )
    const write = await runLoad(
      server.url,
      numbers.slice(0, 1000).map((number) => invalidation(workplace, card_id, number)),
      1,
    )
    rows.push({ cards: stored, 'read p50 ms': Number(read.p50_ms.toFixed(2)), 'invalidate p50 ms': Number(write.p50_ms.toFixed(2)) })
  }
  const [few, many] = rows
  const ratio = (name: string) => (Number(many?.[name]) / Number(few?.[name])).toFixed(2)
  return [...rows, { cards: 'ratio', 'read p50 ms': ratio('read p50 ms'), 'invalidate p50 ms': ratio('invalidate p50 ms') }]
}
