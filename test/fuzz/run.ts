import fc from 'fast-check'
import type { Read, Target } from './target.ts'

/** Milliseconds of processor time that one input may take. */
export const longest_ms = 2000

/** The first input that broke a promise, as small as it could be made. */
export interface Fault {
  readonly input: Uint8Array
  readonly message: string
}

/** What came of some inputs. */
export interface Outcome {
  readonly inputs: number
  readonly slowest_ms: number
  readonly fault: Fault | undefined
}

/** What happens besides. */
export interface Watch {
  /** Before each input is read. */
  readonly onInput?: (input: Uint8Array) => void
}

/**
 * Reads a number of inputs that the seed makes, and stops at the first fault.
 *
 * @param open the reader, opened
 */
export async function run({ inputs }: Target, read: Read, seed: number, numRuns: number, { onInput }: Watch = {}): Promise<Outcome> {
  let count = 0
  let slowest_ms = 0
  const property = fc.asyncProperty(inputs, async (input) => {
    count += 1
    onInput?.(input)
    slowest_ms = Math.max(slowest_ms, await readInTime(read, input))
  })
  const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns })
  const [input] = counterexample ?? []
  if (!failed || input === undefined) return { inputs: count, slowest_ms, fault: undefined }
  const message = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance)
  return { inputs: count, slowest_ms, fault: { input, message } }
}

/** Reads one input, and returns the milliseconds of processor time that it took. @throws when it breaks a promise, or took too long */
export async function readInTime(read: Read, input: Uint8Array): Promise<number> {
  const before = process.threadCpuUsage()
  await read(new Uint8Array(input))
  const { user, system } = process.threadCpuUsage(before)
  const took_ms = (user + system) / 1000
  if (took_ms > longest_ms) throw new Error(`it took ${took_ms} ms of processor time, at most ${longest_ms} are allowed`)
  return took_ms
}
