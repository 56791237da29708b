import { randomUUID } from 'node:crypto'
import { type Metrics, makeRequestId } from '@card-member/service'
import { type Database, transact } from '@card-member/service/database'
import type { Log } from '@card-member/service/log'
import { PostError, systemResolve } from '@card-member/service/outbound'
import { cardKey, findCards } from '../store/cards.ts'
import { claimOutbox, type DeliveryAttempt, type DeliveryProgress, nextDue, type OutboxRow, recordAttempts } from '../store/outbox.ts'
import type { DeliveryResult, Schema } from '../store/schema.ts'
import { type Deliver, type DeliveryContext, type DueNotification, deliver, receiverOf } from './deliver.ts'
import { DeliveryError, Postponed } from './delivery-error.ts'
import { DeliveryLimits, type MaxConcurrent, type Receiver } from './delivery-limits.ts'
import { retryDelay } from './retry.ts'

/** What a dispatcher needs; the optional part is for the sandbox and for tests. */
export interface DispatcherOptions
  extends Pick<DeliveryContext, 'tenants' | 'keys' | 'vault' | 'clock'>,
    Partial<Pick<DeliveryContext, 'target' | 'allow_private' | 'resolve' | 'timeout_ms'>> {
  readonly database: Database<Schema>
  readonly metrics: Metrics
  readonly log: Log
  /** Makes one attempt; `deliver` by default. */
  readonly send?: Deliver | undefined
  /** How many notifications are sent at once. */
  readonly concurrency?: number
  /** How many of them to one host, and for one caller. */
  readonly limits?: MaxConcurrent
  /** How often to look for notifications that other processes wrote or released. */
  readonly poll_ms?: number
}

const minWait = 10
// A lease outlives an attempt and the transaction that records it.
const leaseMargin = 10

/**
 * Delivers the notifications of the outbox: each at least once, those of one member's card in their order. A receiver that
 * does not answer delays nobody else's. Processes on the same database share the work. One transaction records finished
 * attempts and claims the next notifications.
 */
export class NotificationDispatcher {
  readonly #options: DispatcherOptions
  readonly #context: DeliveryContext
  readonly #limits: DeliveryLimits
  readonly #concurrency: number
  readonly #poll: number
  #state: 'new' | 'started' | 'closing' = 'new'
  #lease = randomUUID()
  #inFlight = 0
  #finished: DeliveryAttempt[] = []
  #runAgain = false
  #running = false
  #timer: NodeJS.Timeout | undefined
  #idle: PromiseWithResolvers<void> | undefined

  constructor(options: DispatcherOptions) {
    const { tenants, keys, vault, clock, target, allow_private = false, resolve = systemResolve, timeout_ms = 5000 } = options
    this.#options = options
    this.#context = { tenants, keys, vault, clock, target, allow_private, resolve, timeout_ms }
    this.#concurrency = options.concurrency ?? 128
    this.#limits = new DeliveryLimits(options.limits ?? { per_host: 32, per_caller: 48 })
    this.#poll = options.poll_ms ?? 2000
  }

  /** Starts sending. */
  start(): void {
    if (this.#state !== 'new') return
    this.#state = 'started'
    this.wake()
  }

  /** Looks for due notifications at once: after a commit that wrote some, after a change of the clock. */
  wake(): void {
    if (this.#state === 'started') this.#schedule()
  }

  /** Resolves when every due notification was sent and its attempt is recorded. */
  async idle(): Promise<void> {
    if (!this.#busy) return
    this.#idle ??= Promise.withResolvers<void>()
    await this.#idle.promise
  }

  /** Claims nothing more, finishes the attempts in flight, and leaves the rest to other processes. */
  async close(): Promise<void> {
    this.#state = 'closing'
    clearTimeout(this.#timer)
    if (this.#finished.length > 0) this.#schedule()
    await this.idle()
  }

  get #busy(): boolean {
    return this.#running || this.#inFlight > 0 || this.#finished.length > 0
  }

  #schedule(): void {
    this.#runAgain = true
    if (!this.#running) void this.#run()
  }

  async #run(): Promise<void> {
    this.#running = true
    clearTimeout(this.#timer)
    let wait = this.#poll
    try {
      while (this.#runAgain) {
        this.#runAgain = false
        wait = await this.#recordAndClaim()
      }
    } catch (error) {
      this.#onDatabaseError(error)
      wait = this.#poll
    }
    this.#running = false
    if (this.#state === 'started') this.#timer = setTimeout(() => this.wake(), wait)
    if (this.#busy) return
    this.#idle?.resolve()
    this.#idle = undefined
  }

  /** Resolves with the milliseconds to wait before the next run. */
  async #recordAndClaim(): Promise<number> {
    const { database, clock } = this.#options
    const finished = [...this.#finished]
    const free = this.#state === 'started' ? this.#concurrency - this.#inFlight : 0
    const due = await transact(database, async (store) => {
      await recordAttempts(store, finished)
      if (free === 0) return []
      const now = this.#now()
      const lease_time = now + Math.ceil(this.#context.timeout_ms / 1000) + leaseMargin
      const rows = await claimOutbox(store, { lease: this.#lease, lease_time, now, limit: free, paused: this.#limits.paused })
      const templates = rows.length > 0 ? await findCards(store, rows) : new Map()
      return rows.map((row): DueNotification => ({ row, template: templates.get(cardKey(row)) }))
    })
    this.#finished = this.#finished.slice(finished.length)
    for (const one of due) this.#begin(one)
    if (due.length === free) return this.#poll
    const next = await nextDue({ kind: database.kind, database: database.read }, this.#limits.paused)
    return next === undefined ? this.#poll : Math.min(this.#poll, Math.max(minWait, next * 1000 - clock()))
  }

  // The transaction may have been committed although its answer was lost. A new lease leaves rows that it may have claimed
  // alone until the old lease ends; finished attempts are recorded again, which changes nothing.
  #onDatabaseError(error: unknown): void {
    const { log } = this.#options
    this.#lease = randomUUID()
    if (this.#state === 'closing') this.#finished = []
    log.warn({ error }, 'notifications wait for the database')
  }

  #begin(due: DueNotification): void {
    const receiver = receiverOf(due, this.#context)
    if (this.#state === 'started' && this.#limits.acquire(receiver, due.row)) {
      this.#inFlight++
      void this.#send(due, receiver)
    } else this.#finish(due.row, due.row)
  }

  async #send({ row, template }: DueNotification, receiver: Receiver): Promise<void> {
    const { log, metrics } = this.#options
    const request_id = makeRequestId()
    const begun = performance.now()
    const progress = await this.#attempt({ row, template }, request_id)
    const { id, event, brand_id } = row
    const { state, attempts: attempt, last_result: result, last_status: status, last_detail: detail } = progress
    const ms = Math.round(performance.now() - begun)
    metrics.notified(event, result)
    const line = { id, event, brand_id, request_id, attempt, state, result, status, detail, ms }
    log[state === 'delivered' ? 'info' : 'warn'](line, 'notified')
    this.#inFlight--
    this.#limits.release(receiver, result === 'timeout')
    this.#finish(row, progress)
  }

  async #attempt(due: DueNotification, request_id: string): Promise<AttemptResult> {
    const { row } = due
    const { state, next_time } = row
    const attempts = row.attempts + 1
    try {
      const last_status = await (this.#options.send ?? deliver)(due, request_id, this.#context)
      return { state: 'delivered', attempts, next_time, last_result: 'accepted', last_status, last_detail: null }
    } catch (error) {
      if (error instanceof Postponed)
        return { ...row, next_time: this.#now() + error.seconds, last_result: 'postponed', last_status: null, last_detail: null }
      const result = this.#resultOf(error, row)
      if (result.last_result === 'undeliverable') return { state: 'given_up', attempts: row.attempts, next_time, ...result }
      const delay = retryDelay(attempts, this.#options.tenants.notify_retry)
      if (delay === undefined) return { state: 'given_up', attempts, next_time, ...result }
      return { state, attempts, next_time: this.#now() + delay, ...result }
    }
  }

  #resultOf(error: unknown, { id }: OutboxRow): Pick<AttemptResult, 'last_result' | 'last_status' | 'last_detail'> {
    if (error instanceof PostError) return { last_result: error.failure, last_status: null, last_detail: error.message }
    if (error instanceof DeliveryError) {
      const { failure: last_result, status = null, message } = error
      return { last_result, last_status: status, last_detail: status === null ? message : null }
    }
    this.#options.log.error({ error, id }, 'a notification could not be built')
    return { last_result: 'error', last_status: null, last_detail: null }
  }

  #finish({ brand_id, sequence, lease }: OutboxRow, progress: DeliveryProgress): void {
    const { state, attempts, next_time, last_result, last_status, last_detail } = progress
    const key = { brand_id, sequence, lease: lease ?? '' }
    this.#finished.push({ ...key, state, attempts, next_time, last_result, last_status, last_detail })
    this.#schedule()
  }

  #now(): number {
    return Math.floor(this.#options.clock() / 1000)
  }
}

type AttemptResult = DeliveryProgress & { readonly last_result: DeliveryResult }
