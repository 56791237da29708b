import { type Operation, PlatformError } from '@card-member/sdk/contract'
import type { CallerColumns } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** One call of a writing operation, as its rule sees it. */
export interface WriteCall<Input> extends Readonly<CallerColumns> {
  readonly input: Input
  readonly request_id: string
  readonly operation: Operation['id']
  /** Unix seconds. */
  readonly now: number
}

/** What a rule makes of a call: its result, or a refusal. */
export type Decision<Result> = Result | PlatformError

/** A writing operation over many calls, within a transaction: one decision for each call, in their order. */
export type BatchRule<Input, Result> = (store: Store, calls: readonly WriteCall<Input>[]) => Promise<readonly Decision<Result>[]>

/** A call on its way through a transaction that it shares with others. */
export interface Job {
  /** Jobs of the same owner run together. */
  readonly owner: object
  /** Whether notices wait in the outbox when it has been committed. */
  readonly notifies: boolean
  run(store: Store, jobs: readonly Job[]): Promise<void>
}

interface PendingCall<Input, Result> {
  readonly call: WriteCall<Input>
  decided: Decision<Result> | undefined
}

/**
 * A writing operation over many calls at once: it reads all their rows with one statement, decides each call by a pure
 * rule, in order, and writes all changes with one statement a table.
 */
export class WriteOperation<Input, Result> {
  readonly #run: BatchRule<Input, Result>
  readonly #notifies: boolean
  readonly #slots = new WeakMap<Job, PendingCall<Input, Result>>()

  constructor(run: BatchRule<Input, Result>, { notifies = false }: { readonly notifies?: boolean } = {}) {
    this.#run = run
    this.#notifies = notifies
  }

  /** Makes a job of a call; `result` is for when its transaction has been committed. */
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

/** Runs a pure rule; a refusal becomes a value, any other error stays an error. */
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
