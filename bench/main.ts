import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { benchEvents } from './audit-events.ts'
import { benchBeside } from './beside.ts'
import { benchClients } from './clients.ts'
import { benchIdle } from './idle-connections.ts'
import { benchList } from './list-batches.ts'
import { benchPages } from './pages.ts'
import { benchPlatform, benchStart, benchStored } from './platform.ts'
import { benchPrepare } from './prepare.ts'
import { benchTree } from './tree.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'abcdefghijkl' },
    quick: { type: 'boolean', default: false },
    cards: { type: 'string', default: '5000000' },
  },
})

const benches = {
  a: ['durable signed invalidations', () => benchPlatform(values.quick)],
  b: ['clients, one stub', () => benchClients(values.quick)],
  c: ['start to first answer', () => benchStart(values.quick)],
  d: ['latency by stored cards, SQLite', () => benchStored(values.quick ? 100_000 : Number(values.cards))],
  e: ['taking a batch file in', () => benchPrepare(values.quick)],
  f: ['waiting beside a large batch, SQLite', () => benchBeside(values.quick, 'sqlite')],
  g: ['waiting beside a large batch, PostgreSQL', () => benchBeside(values.quick, 'postgres')],
  h: ['a Merkle tree of events', () => benchTree(values.quick)],
  i: ['what a page asks of a large batch', () => benchList(values.quick)],
  j: ['how long others wait for what pages ask', () => benchPages(values.quick)],
  k: ['events added to the audit log', () => benchEvents(values.quick)],
  l: ['connections on which nothing is said', () => benchIdle(values.quick)],
} as const

const [{ model = 'unknown' } = {}] = cpus()
console.log(`${cpus().length} cores, ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`)
for (const [letter, [title, bench]] of Object.entries(benches)) {
  if (!values.only.includes(letter)) continue
  console.log(`\n(${letter}) ${title}`)
  console.table(await bench())
}
process.exit(0)
