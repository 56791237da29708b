import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../../../../test/postgres-server.ts'
import { runDishonest } from '../dishonest-person/run.ts'
import { runModel } from '../unknown-outcome/model-run.ts'
import { crashRun } from './crash-run.ts'
import { rateRun } from './rate-run.ts'
import { violationsOf } from './violations.ts'

// The proof at its full size: `npm run proof`. Its last result is in docs/desk-proof.md.
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    kills: { type: 'string', default: '24' },
    per_second: { type: 'string', default: '250' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: 'dishonest,model,sqlite,postgres,rate' },
    runs: { type: 'string', default: '5000' },
    sequences: { type: 'string', default: '10000' },
    watch: { type: 'boolean', default: false },
  },
})

async function prove(kind: 'sqlite' | 'postgres', url: string): Promise<boolean> {
  const database = { kind, url, rows: async () => [], [Symbol.asyncDispose]: async () => undefined }
  const report = await crashRun({
    database,
    rows: Number(values.rows),
    kills: Number(values.kills),
    per_second: Number(values.per_second),
    seed: Number(values.seed),
    desks: kind === 'sqlite' ? 1 : 2,
    ...(values.watch ? { onState: (state: string) => console.error(kind, state) } : {}),
  })
  const { rows: _rows, cards: _cards, ...facts } = report
  const faults = violationsOf(report)
  console.log(
    JSON.stringify({ database: kind, seed: Number(values.seed), rows: report.rows.length, ...facts, faults: faults.length }, null, 2),
  )
  for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
  return faults.length === 0
}

async function proveModel(kind: 'sqlite' | 'postgres', url: string): Promise<void> {
  const options = { url, runs: Number(values.runs), seed: Number(values.seed) }
  console.log(JSON.stringify({ model: kind, runs: options.runs, seed: options.seed, ...(await runModel(options)) }))
}

let sound = true
if (values.only.includes('dishonest')) {
  const options = { runs: Number(values.sequences), seed: Number(values.seed) }
  console.log(JSON.stringify({ dishonest: 'sqlite', ...options, ...(await runDishonest(options)) }))
}
if (values.only.includes('model')) {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-proof-'))
  await proveModel('sqlite', `sqlite:${join(folder, 'desk.db')}`)
  await rm(folder, { recursive: true, force: true })
  await using server = await startPostgres()
  await proveModel('postgres', server.url)
}
if (values.only.includes('sqlite')) {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-proof-'))
  sound = (await prove('sqlite', `sqlite:${join(folder, 'desk.db')}`)) && sound
  await rm(folder, { recursive: true, force: true })
}
if (values.only.includes('postgres')) {
  await using server = await startPostgres()
  sound = (await prove('postgres', server.url)) && sound
}
if (values.only.includes('rate')) {
  for (const per_second of [5, 20]) {
    await using server = await startPostgres()
    const database = { kind: 'postgres', url: server.url, rows: async () => [], [Symbol.asyncDispose]: async () => undefined } as const
    const report = await rateRun({ database, rows: per_second * 30, per_second, seed: 1, desks: 2 })
    console.log(JSON.stringify({ two_desks_one_rate: report }))
    sound = sound && report.share >= 0.98 && report.most_in_a_second <= per_second + 1
  }
}
process.exitCode = sound ? 0 : 1
