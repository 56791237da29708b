import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { Fault, Outcome } from './run.ts'
import { targets } from './targets.ts'
import type { ThreadTask } from './thread.ts'

// Property fuzzing, as long as it is told: `npm run fuzz -- --seconds 60 --only csv,xlsx --seed 7`. docs/fuzzing.md has the last result.
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    inputs: { type: 'string', default: String(Number.MAX_SAFE_INTEGER) },
  },
})

const memory_mib = 256
const silence_ms = 30_000
const longestInput = (1 << 20) + 4096

interface Line {
  readonly target: string
  readonly inputs: number
  readonly seconds: number
  readonly slowest_ms: number
  readonly faults: number
}

/** Reads inputs on a thread whose memory is limited, and ends it when one input takes for ever. */
async function fuzz(name: string): Promise<Line> {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-fuzz-'))
  const current = new SharedArrayBuffer(8 + longestInput)
  const task: ThreadTask = {
    name,
    folder,
    seed: Number(values.seed),
    seconds: Number(values.seconds),
    most: Number(values.inputs),
    current,
  }
  const began = performance.now()
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: memory_mib },
  })
  let last: Outcome = { inputs: 0, slowest_ms: 0, fault: undefined }
  let ended: string | undefined
  worker.on('message', (outcome: Outcome) => {
    last = outcome
  })
  worker.on('error', (error) => {
    ended = error.stack ?? error.message
  })
  let seen = 0
  const watch = setInterval(() => {
    const count = Atomics.load(new Int32Array(current, 0, 2), 1)
    if (count === seen && count > 0) {
      ended = `one input took more than ${silence_ms} ms`
      void worker.terminate()
    }
    seen = count
  }, silence_ms)
  await new Promise((resolve) => worker.once('exit', resolve))
  clearInterval(watch)
  rmSync(folder, { recursive: true, force: true })
  const fault = ended === undefined ? last.fault : { input: inputIn(current), message: ended }
  if (fault !== undefined) keep(name, fault)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  return { target: name, inputs: last.inputs, seconds, slowest_ms: Math.round(last.slowest_ms), faults: fault === undefined ? 0 : 1 }
}

function inputIn(current: SharedArrayBuffer): Uint8Array {
  const [length = 0] = new Int32Array(current, 0, 1)
  return Uint8Array.from(new Uint8Array(current, 8, Math.min(length, longestInput)))
}

/** Writes an input among those that tests read again. */
function keep(name: string, { input, message }: Fault): void {
  const folder = join(import.meta.dirname, 'corpus', name)
  mkdirSync(folder, { recursive: true })
  const path = join(folder, createHash('sha256').update(input).digest('hex').slice(0, 16))
  writeFileSync(path, input)
  console.error(`${name}: ${path}\n${message}\n`)
}

const wanted = values.only === '' ? targets.map(({ name }) => name) : values.only.split(',')
console.log(`seed ${values.seed}, Node ${process.versions.node}`)
const lines: Line[] = []
for (const name of wanted) lines.push(await fuzz(name))
console.table(lines)
console.log(`${lines.reduce((sum, { inputs }) => sum + inputs, 0)} inputs`)
process.exitCode = lines.some(({ faults }) => faults > 0) ? 1 : 0
