import { randomUUID } from 'node:crypto'
import { type Log, type Metrics, makeRequestId } from '@card-member/service'
import { type Database, transact } from '@card-member/service/database'
import { cardKey, findCards } from '../store/cards.ts'
import { claimOutbox, nextDue, type OutboxRow, type Settlement, settleOutbox } from '../store/outbox.ts'
import type { Schema } from '../store/schema.ts'
import { type Deliver, type DeliveryParts, type Due, deliver, receiverOf } from './deliver.ts'
import { DeliveryError, HeldBack } from './delivery-error.ts'
import { waitAfter } from './retry.ts'
import { type Receiver, type ShareLimits, Shares } from './shares.ts'
import { systemResolve } from './target.ts'

/** What a courier is made of; what is optional is for rehearsal and tests. */
export interface CourierOptions
  extends Pick<DeliveryParts, 'tenants' | 'keys' | 'vault' | 'clock'>,
    Partial<Pick<DeliveryParts, 'target' | 'allow_private' | 'resolve' | 'timeout_ms'>> {
  readonly database: Database<Schema>
  readonly metrics: Metrics
  readonly log: Log
  /** How an attempt is made, when not as it should be. */
  readonly send?: Deliver | undefined
  /** How many are sent at once. */
  readonly most?: number
  /** How many of them to one host, and for one merchant. */
  readonly share?: ShareLimits
  /** How long to wait before looking for what other processes wrote or left behind. */
  readonly poll_ms?: number
}

const shortestWait = 10
// Longer than an attempt can last, its settlement included.
const spare = 10

/**
 * Delivers the notifications of the outbox: each at least once, those of one member's card in their order, none held up by
 * another's receiver. Processes on
 * the same database share the work. What came of attempts is written, and new ones are taken, in one transaction.
 */
export class Courier {
  readonly #options: CourierOptions
  readonly #parts: DeliveryParts
  readonly #shares: Shares
  readonly #most: number
  readonly #poll: number
  #state: 'new' | 'started' | 'closing' = 'new'
  #lease = randomUUID()
  #sending = 0
  #done: Settlement[] = []
  #asked = false
  #working = false
  #timer: NodeJS.Timeout | undefined
  #idle: PromiseWithResolvers<void> | undefined

  constructor(options: CourierOptions) {
    const { tenants, keys, vault, clock, target, allow_private = false, resolve = systemResolve, timeout_ms = 5000 } = options
    this.#options = options
    this.#parts = { tenants, keys, vault, clock, target, allow_private, resolve, timeout_ms }
    this.#most = options.most ?? 128
    this.#shares = new Shares(options.share ?? { host: 32, merchant: 48 })
    this.#poll = options.poll_ms ?? 2000
  }

  /** Begins; nothing is sent before. */
  start(): void {
    if (this.#state !== 'new') return
    this.#state = 'started'
    this.poke()
  }

  /** Looks now for what is due: after a commit that wrote notifications, after the clock was moved. */
  poke(): void {
    if (this.#state === 'started') this.#ask()
  }

  /** Resolves when what is due has been sent and what came of it is written. */
  async idle(): Promise<void> {
    if (!this.#busy) return
    this.#idle ??= Promise.withResolvers<void>()
    await this.#idle.promise
  }

  /** Takes nothing more, finishes what is being sent, and leaves the rest to others. */
  async close(): Promise<void> {
    this.#state = 'closing'
    clearTimeout(this.#timer)
    if (this.#done.length > 0) this.#ask()
    await this.idle()
  }

  get #busy(): boolean {
    return this.#working || this.#sending > 0 || this.#done.length > 0
  }

  #ask(): void {
    this.#asked = true
    if (!this.#working) void this.#work()
  }

  async #work(): Promise<void> {
    this.#working = true
    clearTimeout(this.#timer)
    let wait = this.#poll
    try {
      while (this.#asked) {
        this.#asked = false
        wait = await this.#turn()
      }
    } catch (error) {
      this.#lost(error)
      wait = this.#poll
    }
    this.#working = false
    if (this.#state === 'started') this.#timer = setTimeout(() => this.poke(), wait)
    if (this.#busy) return
    this.#idle?.resolve()
    this.#idle = undefined
  }

  /** Resolves with how long to wait for the next turn, in milliseconds. */
  async #turn(): Promise<number> {
    const { database, clock } = this.#options
    const done = [...this.#done]
    const free = this.#state === 'started' ? this.#most - this.#sending : 0
    const due = await transact(database, async (store) => {
      await settleOutbox(store, done)
      if (free === 0) return []
      const now = this.#now()
      const lease_time = now + Math.ceil(this.#parts.timeout_ms / 1000) + spare
      const rows = await claimOutbox(store, { lease: this.#lease, lease_time, now, most: free, held: this.#shares.held })
      const templates = rows.length > 0 ? await findCards(store, rows) : new Map()
      return rows.map((row): Due => ({ row, template: templates.get(cardKey(row)) }))
    })
    this.#done = this.#done.slice(done.length)
    for (const one of due) this.#take(one)
    if (due.length === free) return this.#poll
    const next = await nextDue({ kind: database.kind, database: database.read }, this.#shares.held)
    return next === undefined ? this.#poll : Math.min(this.#poll, Math.max(shortestWait, next * 1000 - clock()))
  }

  // Whether a transaction whose end was not heard has happened is not known: rows that it may have taken wait for the end of
  // a lease that from now on is a stranger's; outcomes are written again, which does no harm.
  #lost(error: unknown): void {
    const { log } = this.#options
    this.#lease = randomUUID()
    if (this.#state === 'closing') this.#done = []
    log.warn({ error }, 'notifications wait for the database')
  }

  #take(due: Due): void {
    const receiver = receiverOf(due, this.#parts)
    if (this.#state === 'started' && this.#shares.take(receiver, due.row)) {
      this.#sending++
      void this.#send(due, receiver)
    } else this.#settle(due.row, due.row)
  }

  async #send({ row, template }: Due, receiver: Receiver): Promise<void> {
    const { log, metrics } = this.#options
    const request_id = makeRequestId()
    const begun = performance.now()
    const { result, ...outcome } = await this.#attempt({ row, template }, request_id)
    const { id, event, brand_id } = row
    const { state, attempts: attempt, last_result } = outcome
    const ms = Math.round(performance.now() - begun)
    metrics.notified(event, result)
    const line = { id, event, brand_id, request_id, attempt, state, result, detail: last_result, ms }
    log[state === 'delivered' ? 'info' : 'warn'](line, 'notified')
    this.#sending--
    this.#shares.release(receiver, result === 'timeout')
    this.#settle(row, outcome)
  }

  async #attempt(due: Due, request_id: string): Promise<Outcome> {
    const { row } = due
    try {
      const status = await (this.#options.send ?? deliver)(due, request_id, this.#parts)
      return { ...row, state: 'delivered', attempts: row.attempts + 1, last_result: `status ${status}`, result: 'accepted' }
    } catch (error) {
      if (error instanceof HeldBack)
        return { ...row, next_time: this.#now() + error.seconds, last_result: error.message, result: 'held_back' }
      if (!(error instanceof DeliveryError)) this.#options.log.error({ error, id: row.id }, 'a notification could not be made')
      const known = error instanceof DeliveryError ? error : undefined
      const last_result = known?.message ?? 'it could not be made'
      const result = known?.failure ?? 'error'
      if (result === 'undeliverable') return { ...row, state: 'given_up', last_result, result }
      const attempts = row.attempts + 1
      const wait = waitAfter(attempts, this.#options.tenants.notify_retry)
      if (wait === undefined) return { ...row, state: 'given_up', attempts, last_result, result }
      return { ...row, state: 'pending', attempts, next_time: this.#now() + wait, last_result, result }
    }
  }

  #settle({ brand_id, sequence, lease }: OutboxRow, { state, attempts, next_time, last_result }: Progress): void {
    this.#done.push({ brand_id, sequence, lease: lease ?? '', state, attempts, next_time, last_result })
    this.#ask()
  }

  #now(): number {
    return Math.floor(this.#options.clock() / 1000)
  }
}

type Progress = Pick<OutboxRow, 'state' | 'attempts' | 'next_time' | 'last_result'>

/** What an attempt came to, and the word that it is counted by. */
type Outcome = Progress & { readonly result: string }
