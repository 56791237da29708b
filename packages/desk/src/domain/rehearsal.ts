import { randomUUID } from 'node:crypto'
import { CallError } from '@card-member/sdk'
import type { RecordedNotification, RecordedRequest, SandboxState } from '@card-member/service/sandbox-wire'
import { DeskError } from '../contract/desk-error.ts'
import type { RehearsalNotification, RehearsalRequest, RehearsalState } from '../contract/rehearsal.ts'
import type { RehearsalFault } from '../contract/rehearsal-fault.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { type CardQuery, type Connection, demandServed } from './connection.ts'
import { connectionFor } from './connection-access.ts'
import { type Context, secondsOf, write } from './context.ts'
import { notificationView, requestView, stateView } from './rehearsal-view.ts'
import type { SandboxControls } from './sandbox-controls.ts'

/** A sandbox that somebody may rehearse on. */
interface Sandbox {
  readonly connection: Connection
  readonly controls: SandboxControls
}

/** What a rehearsal made of a card. */
export interface RehearsedCard {
  readonly user_card_state: string
  readonly user_card_code?: string
}

/** A member who gets a card. */
export interface JoinInput {
  readonly brand_id: string
  readonly card_id: string
  readonly openid: string
  readonly phone_number?: string | undefined
}

/** How to turn the clock of a sandbox. */
export interface ClockInput {
  readonly mode?: 'real' | 'frozen' | undefined
  readonly now?: string | undefined
  readonly advance_seconds?: number | undefined
}

/** A fault to switch on. */
export interface FaultInput {
  readonly fault: RehearsalFault
  readonly on?: string | undefined
  readonly count?: number | undefined
  readonly delay_ms?: number | undefined
  readonly seconds?: number | undefined
}

// A sandbox issues no coupon: it asks the merchant to confirm one of this name.
const coupon = {
  exchange_coupon_template_id: 'rehearsal',
  product_coupon_id: 'rehearsal',
  product_coupon_stock_type: 'NORMAL',
  stock_id: 'rehearsal',
} as const

/** Acts on the sandbox of a connection. Every act is in the audit log, without OpenID and code; reading is not. */
export class RehearsalRules {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  async state(actor: Actor, name: string): Promise<RehearsalState> {
    return this.#state(this.#sandbox(actor, name))
  }

  async requests(actor: Actor, name: string, last: number): Promise<RehearsalRequest[]> {
    const { controls } = this.#sandbox(actor, name)
    return (await controls.get<RecordedRequest[]>(`/requests?last=${last}`)).map(requestView)
  }

  async notifications(actor: Actor, name: string, last: number): Promise<RehearsalNotification[]> {
    const { controls } = this.#sandbox(actor, name)
    return (await controls.get<RecordedNotification[]>(`/notifications?last=${last}`)).map(notificationView)
  }

  async join(actor: Actor, name: string, input: JoinInput): Promise<RehearsedCard> {
    const { controls } = this.#sandbox(actor, name, input.brand_id)
    const card = await controls.post<RehearsedCard>('/members/join', input)
    await this.#note(actor, name, 'join', input)
    return card
  }

  async activate(actor: Actor, name: string, card: CardQuery): Promise<RehearsedCard> {
    const { connection } = this.#sandbox(actor, name, card.brand_id)
    const user_card_state = await asked(connection.activate(card))
    await this.#note(actor, name, 'activate', card)
    return { user_card_state }
  }

  async change(actor: Actor, name: string, { level, ...card }: CardQuery & { readonly level: string }): Promise<RehearsedCard> {
    const { connection } = this.#sandbox(actor, name, card.brand_id)
    const user_card_state = await asked(connection.changeLevel(card, level))
    await this.#note(actor, name, 'change', card)
    return { user_card_state }
  }

  async exchange(actor: Actor, name: string, input: CardQuery & { readonly deduct_points: number }): Promise<{ record_id: string }> {
    const { controls } = this.#sandbox(actor, name, input.brand_id)
    const exchange = await controls.post<{ record_id: string }>('/members/exchange', { ...input, ...coupon, stock_id: randomUUID() })
    await this.#note(actor, name, 'exchange', input)
    return exchange
  }

  async open(actor: Actor, name: string, card: CardQuery): Promise<void> {
    const { controls } = this.#sandbox(actor, name, card.brand_id)
    await controls.post('/members/ask-for-points', card)
    await this.#note(actor, name, 'open', card)
  }

  async delete(actor: Actor, name: string, card: CardQuery): Promise<RehearsedCard> {
    const { controls } = this.#sandbox(actor, name, card.brand_id)
    const deleted = await controls.post<RehearsedCard>('/members/delete', card)
    await this.#note(actor, name, 'delete', card)
    return deleted
  }

  async setClock(actor: Actor, name: string, change: ClockInput): Promise<RehearsalState> {
    const sandbox = this.#sandbox(actor, name)
    await sandbox.controls.post('/clock', change)
    await this.#note(actor, name, 'clock')
    return this.#state(sandbox)
  }

  async addFault(actor: Actor, name: string, rule: FaultInput): Promise<RehearsalState> {
    const sandbox = this.#sandbox(actor, name)
    await sandbox.controls.post('/faults', rule)
    await this.#note(actor, name, 'add_fault', { fault: rule.fault })
    return this.#state(sandbox)
  }

  async clearFaults(actor: Actor, name: string, fault_id: string | undefined): Promise<RehearsalState> {
    const sandbox = this.#sandbox(actor, name)
    await sandbox.controls.delete(fault_id === undefined ? '/faults' : `/faults?id=${encodeURIComponent(fault_id)}`)
    await this.#note(actor, name, 'clear_faults')
    return this.#state(sandbox)
  }

  async deliver(actor: Actor, name: string): Promise<RehearsalNotification[]> {
    const { controls } = this.#sandbox(actor, name)
    const sent = await controls.post<RecordedNotification[]>('/notifications/deliver', {})
    await this.#note(actor, name, 'deliver')
    return sent.map(notificationView)
  }

  async reset(actor: Actor, name: string): Promise<RehearsalState> {
    const sandbox = this.#sandbox(actor, name)
    await sandbox.controls.post('/reset', { keep_templates: true })
    await this.#note(actor, name, 'reset')
    return this.#state(sandbox)
  }

  async #state({ controls }: Sandbox): Promise<RehearsalState> {
    return stateView(await controls.get<SandboxState>('/'), secondsOf(this.#context.clock))
  }

  #sandbox(actor: Actor, name: string, brand_id?: string): Sandbox {
    const connection = connectionFor(this.#context, actor, 'rehearse', name)
    if (brand_id !== undefined) {
      demand(actor, 'rehearse', brand_id)
      demandServed(connection, brand_id)
    }
    if (connection.controls === undefined) throw new DeskError('connection_not_sandbox', { field: 'name' })
    return { connection, controls: connection.controls }
  }

  async #note(
    { staff_id }: Actor,
    connection: string,
    act: string,
    facts: { readonly brand_id?: string; readonly card_id?: string; readonly fault?: string } = {},
  ): Promise<void> {
    const { brand_id = '', card_id, fault } = facts
    const shown = { connection, act, ...(card_id === undefined ? {} : { card_id }), ...(fault === undefined ? {} : { fault }) }
    await write(this.#context, (store) =>
      this.#context.auditLog.append(store, [{ brand_id, actor: staff_id, action: 'rehearsal.act', facts: shown }]),
    )
  }
}

async function asked<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    if (error.status === 404) throw new DeskError('sandbox_card_unknown')
    throw new DeskError('platform_failed', {
      issue: error.message,
      ...(error.request_id === undefined ? {} : { request_id: error.request_id }),
    })
  }
}
