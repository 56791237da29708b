import { parentPort, workerData } from 'node:worker_threads'
import { run } from './run.ts'
import { targets } from './targets.ts'

/** What a thread is given. */
export interface ThreadTask {
  readonly name: string
  readonly folder: string
  readonly seed: number
  readonly seconds: number
  /** At most so many inputs. */
  readonly most: number
  /** The input that is being read: 4 bytes of its length, then itself. */
  readonly current: SharedArrayBuffer
}

// Few enough that the time is looked at often, many enough that starting is nothing.
const slice = 500

const task: ThreadTask = workerData
const target = targets.find(({ name }) => name === task.name)
if (target === undefined || parentPort === null) throw new Error(`there is no target ${task.name}`)

const length = new Int32Array(task.current, 0, 2)
const bytes = new Uint8Array(task.current, 8)
const onInput = (input: Uint8Array) => {
  bytes.set(input.subarray(0, bytes.length))
  length[0] = input.length
  Atomics.add(length, 1, 1)
}

const read = await target.open(task.folder)
const end = performance.now() + task.seconds * 1000
let [inputs, slowest_ms] = [0, 0]
for (let seed = task.seed; performance.now() < end && inputs < task.most; seed += 1) {
  const outcome = await run(target, read, seed, Math.min(slice, task.most - inputs), { onInput })
  inputs += outcome.inputs
  slowest_ms = Math.max(slowest_ms, outcome.slowest_ms)
  parentPort.postMessage({ ...outcome, inputs, slowest_ms })
  if (outcome.fault !== undefined) break
}
