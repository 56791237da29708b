import { type Operation, PlatformError } from '@card-member/sdk/contract'
import type { CallerColumns } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** One call of a write operation. */
export interface WriteCall<Input> extends Readonly<CallerColumns> {
  readonly input: Input
  readonly request_id: string
  readonly operation: Operation['id']
  /** Unix seconds. */
  readonly now: number
}

/** The outcome of one call: a result, or an error for the caller. */
export type Decision<Result> = Result | PlatformError

/** Decides many calls in one transaction; returns one decision per call, in the same order. */
export type BatchRule<Input, Result> = (store: Store, calls: readonly WriteCall<Input>[]) => Promise<readonly Decision<Result>[]>

/** A call in a transaction that it shares with others. */
export interface Job {
  /** Jobs with the same owner run together. */
  readonly owner: object
  /** Whether it may write notifications to the outbox. */
  readonly notifies: boolean
  run(store: Store, jobs: readonly Job[]): Promise<void>
}

interface PendingCall<Input, Result> {
  readonly call: WriteCall<Input>
  decided: Decision<Result> | undefined
}

/**
 * A write operation over many calls: it reads all rows with one statement, decides each call in order by a pure rule, and
 * writes all changes with one statement per table.
 */
export class WriteOperation<Input, Result> {
  readonly #run: BatchRule<Input, Result>
  readonly #notifies: boolean
  readonly #slots = new WeakMap<Job, PendingCall<Input, Result>>()

  constructor(run: BatchRule<Input, Result>, { notifies = false }: { readonly notifies?: boolean } = {}) {
    this.#run = run
    this.#notifies = notifies
  }

  /** Makes a job of a call; call `result` after the commit. */
  job(call: WriteCall<Input>): { job: Job; result: () => Result } {
    const slot: PendingCall<Input, Result> = { call, decided: undefined }
    const job: Job = { owner: this, notifies: this.#notifies, run: (store, jobs) => this.#settle(store, jobs) }
    this.#slots.set(job, slot)
    return {
      job,
      result: () => {
        if (slot.decided === undefined) throw new Error('a write ended without a decision')
        if (slot.decided instanceof PlatformError) throw slot.decided
        return slot.decided
      },
    }
  }

  async #settle(store: Store, jobs: readonly Job[]): Promise<void> {
    const slots = jobs.flatMap((job) => this.#slots.get(job) ?? [])
    const decided = await this.#run(
      store,
      slots.map(({ call }) => call),
    )
    for (const [index, slot] of slots.entries()) slot.decided = decided[index]
  }
}

/** Runs a pure rule; returns a `PlatformError` as a value, and throws any other error. */
export function toDecision<Result>(rule: () => Result): Decision<Result> {
  try {
    return rule()
  } catch (error) {
    if (error instanceof PlatformError) return error
    throw error
  }
}

/** The results of the calls that succeeded. */
export function successes<Result>(decided: readonly Decision<Result>[]): Result[] {
  return decided.filter((result): result is Exclude<typeof result, PlatformError> => !(result instanceof PlatformError))
}
