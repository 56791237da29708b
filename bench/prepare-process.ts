import { mkdirSync } from 'node:fs'
import { openDesk } from '@card-member/desk'
import { makeLog } from '@card-member/service/log'
import { brand_id } from './workplace.ts'

// Takes a batch file in, in a process of its own: its memory is that of nothing else.
const [path = '', database = '', folder = '', connections = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
await using desk = await openDesk({ database, folder, connections, log: makeLog({ level: 'warn' }) })
const actor = { staff_id: 'bench', name: 'bench', grants: [{ brand_id: '*', role: 'author' }], second_factor_time: undefined } as const
const before = process.memoryUsage().rss
let most = before
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss)
}, 50)
const began = performance.now()
const batch = await desk.batches.prepare(actor, { brand_id, path })
const seconds = (performance.now() - began) / 1000
clearInterval(timer)
process.stdout.write(`${JSON.stringify({ rows: batch.row_count, seconds, before_mb: before / 2 ** 20, most_mb: most / 2 ** 20 })}\n`)
