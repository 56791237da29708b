import type { TransportRequest } from '@card-member/sdk'
import { HttpError } from '@card-member/sdk/contract'
import { sql } from 'kysely'
import { approvalBasis } from '../../src/domain/batch/approvals.ts'
import { sealCells } from '../../src/domain/batch/cells.ts'
import { RowWriter } from '../../src/domain/batch/row-writer.ts'
import { sendRow } from '../../src/domain/batch/send-row.ts'
import { recordConsent } from '../../src/domain/consents.ts'
import { type Context, write } from '../../src/domain/context.ts'
import { invalidateCard } from '../../src/domain/invalidate.ts'
import { cardHashOf } from '../../src/domain/member.ts'
import { reconcileAll, reconcileInvalidation } from '../../src/domain/reconcile.ts'
import { withdrawConsent } from '../../src/domain/withdrawals.ts'
import type { DeskParts } from '../../src/parts.ts'
import type { Actor } from '../../src/staff/actor.ts'
import { putApproval } from '../../src/store/batch-approvals.ts'
import { type Batch, insertBatch } from '../../src/store/batches.ts'
import { claimRows } from '../../src/store/row-claims.ts'
import { emptyBatch, emptyRow, noConsentCells } from './model-batch.ts'
import { faultsOf, faultsOfAuditLog } from './model-check.ts'
import { type ModelCard, ModelPlatform } from './model-platform.ts'
import { type Flow, ModelProcess, mayStillAct, type Slot } from './model-process.ts'

const card_id = 'pbLatjvWOibDc5-TBnbUk1pD12o0'
const reason = '用户申请退会'

/** Two cards, a batch with a row for each, three desk processes over one database, a platform, and clocks that go wrong. */
export class Simulation {
  readonly brand_id: string
  readonly platform: ModelPlatform
  readonly slots: readonly Slot[]
  readonly processes: ModelProcess[] = []
  readonly #context: Context
  readonly #actor: Actor
  #now = Math.floor(Date.now() / 1000) * 1000
  #databaseShift = 0
  #batch: Batch | undefined
  /** What must never be, and was. */
  readonly faults: string[] = []

  private constructor(desk: DeskParts, slots: readonly Slot[], number: number) {
    this.#context = desk.context
    this.slots = slots
    this.brand_id = `model-${number}`
    const cards = [0, 1].map((index): ModelCard => ({ user_card_code: `4785${index}${number}`, openid: `obLatj${index}${number}` }))
    this.platform = new ModelPlatform(this.brand_id, card_id, cards, () => this.#now)
    this.#actor = {
      staff_id: 'model',
      name: 'model',
      grants: [{ brand_id: '*', role: 'manager' }],
      second_factor_time: Number.MAX_SAFE_INTEGER,
    }
    for (const slot of slots) {
      slot.platform = this.platform
      slot.onTheWay = []
      slot.onLeave = (request) => this.#leaves(request)
      this.processes.push(this.#start(slot))
    }
  }

  static async open(desk: DeskParts, slots: readonly Slot[], number: number): Promise<Simulation> {
    const simulation = new Simulation(desk, slots, number)
    await simulation.#prepare()
    return simulation
  }

  get now(): number {
    return this.#now
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000
  }

  stepDatabaseClock(seconds: number): void {
    this.#databaseShift += seconds * 1000
  }

  setClocksRight(): void {
    this.#databaseShift = 0
    for (const process of this.processes) process.shift = 0
  }

  get flows(): readonly Flow[] {
    return this.processes.flatMap(({ flows }) => flows)
  }

  get onTheWay() {
    return this.slots.flatMap(({ onTheWay }) => onTheWay)
  }

  /** Ends a process as a power cut would; another starts in its place. */
  kill(index: number): void {
    const slot = this.slots[index]
    const old = this.processes[index]
    if (slot === undefined || old === undefined) return
    old.dead = true
    this.processes[index] = this.#start(slot)
  }

  #start(slot: Slot): ModelProcess {
    const process = new ModelProcess(this.#context, slot, {
      now: () => this.#now,
      databaseNow: () => this.#now + this.#databaseShift,
    })
    slot.process = process
    return process
  }

  /** A process takes a row of the batch and makes an attempt for it, as a run does. */
  sendRow(process: ModelProcess): Promise<void> {
    const batch = this.#batch
    if (batch === undefined) throw new Error('the simulation is not prepared')
    const { context } = process
    return process.begin(async () => {
      const taken = { process_id: process.id, now: Math.floor(context.clock() / 1000) + 3600, count: 1, unchecked: false }
      const [row] = await write(context, (store) => claimRows(store, batch, taken))
      const [connection] = context.connections.all
      if (row !== undefined && connection !== undefined) await sendRow(context, batch, connection, new RowWriter(context, batch), row)
    })
  }

  /** A person ends a card singly. */
  async invalidate(process: ModelProcess, index: number): Promise<void> {
    const card = this.#card(index)
    const [consent] = await this.#rows('consents', `and code_last4 = '${card.user_card_code.slice(-4)}' and state = 'recorded'`)
    if (consent === undefined) return
    const { user_card_code, openid } = card
    const input = {
      brand_id: this.brand_id,
      card_id,
      user_card_code,
      openid,
      consent_id: String(consent.consent_id),
      invalid_reason: reason,
    }
    await process.begin(() =>
      refusable(() => invalidateCard(process.context, this.#actor, { ...input, last_four: user_card_code.slice(-4) })),
    )
  }

  /** A process takes over what others left behind, whom it believes to be dead, and reads what is in doubt. */
  settle(process: ModelProcess, living: readonly string[]): Promise<void> {
    return process.begin(() => reconcileAll(process.context, living))
  }

  /** A person has a call read back now. */
  async reconcileInvalidation(process: ModelProcess, index: number): Promise<void> {
    const invalidations = await this.#rows('invalidations', `and state = 'unknown'`)
    const invalidation = invalidations[index % invalidations.length]
    if (invalidation !== undefined)
      await process.begin(() => reconcileInvalidation(process.context, this.#actor, this.brand_id, String(invalidation.invalidation_id)))
  }

  async withdraw(process: ModelProcess, index: number): Promise<void> {
    const consents = await this.#rows('consents', '')
    const consent = consents[index % consents.length]
    if (consent === undefined) return
    await process.begin(() => refusable(() => withdrawConsent(process.context, this.#actor, this.brand_id, String(consent.consent_id))))
  }

  async agree(process: ModelProcess, index: number): Promise<void> {
    await process.begin(() => refusable(() => this.#agree(process.context, this.#card(index))))
  }

  endByOthers(index: number): void {
    this.platform.endByOthers(this.#card(index), '门店关闭')
  }

  async deliver(index: number): Promise<void> {
    const late = this.onTheWay.filter(({ delivered }) => !delivered)
    const one = late[index % late.length]
    if (one === undefined) return
    one.delivered = true
    await this.platform.end(one.request)
  }

  async #prepare(): Promise<void> {
    const { brand_id, platform } = this
    const time = Math.floor(this.#now / 1000)
    const batch_id = `batch-${brand_id}`
    const batch = {
      ...emptyBatch,
      brand_id,
      batch_id,
      state: 'running' as const,
      create_time: time,
      process_id: 'model',
      row_count: platform.cards.length,
      plan_count: platform.cards.length,
      run_by: 'model',
      run_time: time,
      start_time: time,
    }
    const consents = await Promise.all(platform.cards.map((card) => this.#agree(this.#context, card)))
    await write(this.#context, async (store) => {
      await insertBatch(store, batch)
      const basis = await approvalBasis(store, batch, 'other')
      const approval = { brand_id, batch_id, staff_id: 'other', plan_sha256: 'plan', approve_time: time, basis }
      await putApproval(store, { ...approval, rows_shown: 1, reason: null })
      for (const [index, { user_card_code, openid }] of platform.cards.entries()) {
        const line = index + 2
        const cells = { card_id, user_card_code, openid, invalid_reason: reason, ...noConsentCells }
        const row = {
          ...emptyRow,
          brand_id,
          batch_id,
          line,
          card_id,
          ...cardHashOf(this.#context.vault, { brand_id, card_id, user_card_code }),
          cells: sealCells(this.#context, { batch_id, line }, { texts: [], cells }),
          consent_id: consents[index]?.consent_id ?? null,
        }
        await store.database.insertInto('batch_rows').values(row).execute()
      }
    })
    this.#batch = batch
  }

  #agree(context: Context, { user_card_code, openid }: ModelCard) {
    const agreed_at = Math.floor(context.clock() / 1000)
    const told = { channel: 'sms', told_at: agreed_at, agreed_at, invalid_reason: reason } as const
    return recordConsent(context, this.#actor, { brand_id: this.brand_id, card_id, user_card_code, openid, ...told })
  }

  #card(index: number): ModelCard {
    const card = this.platform.cards[index % this.platform.cards.length]
    if (card === undefined) throw new Error('there is no card')
    return card
  }

  /** A request to end a card leaves: none other may be able to end it, or have ended it. */
  #leaves(request: TransportRequest): void {
    const card = this.platform.card(request)
    if (card.end?.by === 'others') return
    const others = this.onTheWay.filter((one) => mayStillAct(one, this.#now) && this.platform.card(one.request) === card)
    const signed = { request, delivered: false }
    if (!mayStillAct(signed, this.#now)) return
    if (others.length > 0) this.faults.push(`a request for ${card.user_card_code} left while another could still act`)
    if (card.end?.by === 'us') this.faults.push(`a request for ${card.user_card_code} left though we had ended it`)
  }

  /** What must hold after every step. */
  async check(): Promise<void> {
    const rows = (table: 'invalidations' | 'consents' | 'batch_rows') => this.#rows(table, '')
    const stored = { invalidations: await rows('invalidations'), consents: await rows('consents'), rows: await rows('batch_rows') }
    const seen = this.platform.cards.map((card) => {
      const { user_card_code } = card
      const { card_hash } = cardHashOf(this.#context.vault, { brand_id: this.brand_id, card_id, user_card_code })
      // A card that others have ended cannot be ended by us any more.
      const acting =
        card.end === undefined && this.onTheWay.some((one) => mayStillAct(one, this.#now) && this.platform.card(one.request) === card)
      return { card, card_hash, acting }
    })
    this.faults.push(...faultsOf(stored, seen, this.#now))
    if (this.platform.twice > 0) this.faults.push('a card was ended twice by us')
  }

  /** Lets time pass, with clocks that are right and a platform that answers, until nothing is in doubt. */
  async comeToRest(deliverRest: boolean): Promise<void> {
    for (let flow = this.flows[0]; flow !== undefined; flow = this.flows[0]) await flow.process.step(flow, 0)
    await this.check()
    while (deliverRest && this.onTheWay.some(({ delivered }) => !delivered)) await this.deliver(0)
    this.setClocksRight()
    const [last] = this.processes
    if (last === undefined) return
    for (let pass = 0; pass < 40 && (await this.#rows('invalidations', `and state in ('sending', 'unknown')`)).length > 0; pass++) {
      this.advance(61)
      await this.settle(last, [last.id])
      for (let flow = this.flows[0]; flow !== undefined; flow = this.flows[0]) await last.step(flow, 0)
      await this.check()
    }
    for (const { invalidation_id, state } of await this.#rows('invalidations', `and state in ('sending', 'unknown')`))
      this.faults.push(`${invalidation_id} is ${state} for good`)
    this.faults.push(...faultsOfAuditLog(await this.#rows('audit_events', 'order by "index"')))
  }

  async #rows(table: 'invalidations' | 'consents' | 'batch_rows' | 'audit_events', more: string): Promise<Record<string, unknown>[]> {
    const owner = table === 'audit_events' ? 'tree' : 'brand_id'
    const query = sql<
      Record<string, unknown>
    >`select * from ${sql.table(table)} where ${sql.ref(owner)} = ${this.brand_id} ${sql.raw(more)}`
    return (await query.execute(this.#context.database.read)).rows
  }
}

// A refusal is an answer like another.
async function refusable(run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
  }
}
