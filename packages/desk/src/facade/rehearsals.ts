import type { RehearsalNotification, RehearsalRequest, RehearsalState } from '../contract/rehearsal.ts'
import type { CardQuery } from '../domain/connection.ts'
import type { Context } from '../domain/context.ts'
import { type ClockInput, type FaultInput, type JoinInput, RehearsalRules, type RehearsedCard } from '../domain/rehearsal.ts'
import type { Actor } from '../staff/actor.ts'

/** Which sandbox is meant: the name of its connection. */
export interface NamedSandbox {
  readonly name: string
}

/**
 * Acts on the sandbox of a connection that is marked `sandbox`: as a member, on its clock, on its faults. Every method needs `rehearse` for
 * a brand that the connection serves, and throws {DeskError} not_permitted, connection_unknown, connection_not_sandbox,
 * sandbox_token_missing, sandbox_token_wrong, sandbox_unreachable, sandbox_refused. Methods on a card need it for the brand of the card, and
 * throw connection_other_brand, sandbox_card_unknown and sandbox_card_ended as well. The audit log notes every act.
 */
export class Rehearsals {
  readonly #rules: RehearsalRules

  constructor(context: Context) {
    this.#rules = new RehearsalRules(context)
  }

  /**
   * The clock and the faults.
   *
   * @example
   * const { clock } = await desk.rehearsals.state(actor, { name: 'rehearsal' })
   */
  state(actor: Actor, { name }: NamedSandbox): Promise<RehearsalState> {
    return this.#rules.state(actor, name)
  }

  /**
   * The newest requests that arrived, OpenIDs and codes masked; 20 unless told otherwise.
   *
   * @example
   * const [newest] = await desk.rehearsals.requests(actor, { name: 'rehearsal', last: 1 })
   */
  requests(actor: Actor, { name, last = 20 }: NamedSandbox & { readonly last?: number | undefined }): Promise<RehearsalRequest[]> {
    return this.#rules.requests(actor, name, last)
  }

  /**
   * The newest notifications, OpenIDs masked; 20 unless told otherwise.
   *
   * @example
   * const [newest] = await desk.rehearsals.notifications(actor, { name: 'rehearsal', last: 1 })
   */
  notifications(
    actor: Actor,
    { name, last = 20 }: NamedSandbox & { readonly last?: number | undefined },
  ): Promise<RehearsalNotification[]> {
    return this.#rules.notifications(actor, name, last)
  }

  /**
   * Gets a card as a member does. Throws sandbox_member_has_card when they have it.
   *
   * @example
   * const { user_card_code } = await desk.rehearsals.join(actor, { name: 'rehearsal', brand_id: '1004', card_id, openid: 'rehearsal-1' })
   */
  join(actor: Actor, { name, ...input }: NamedSandbox & JoinInput): Promise<RehearsedCard> {
    return this.#rules.join(actor, name, input)
  }

  /**
   * Confirms as the merchant that the member joined, so that the card is active. Throws platform_failed when the platform does not take it.
   *
   * @example
   * await desk.rehearsals.activate(actor, { name: 'rehearsal', brand_id: '1004', card_id, user_card_code, openid })
   */
  activate(actor: Actor, { name, ...card }: NamedSandbox & CardQuery): Promise<RehearsedCard> {
    return this.#rules.activate(actor, name, card)
  }

  /**
   * Changes the level of a card, as the merchant. Throws platform_failed when the platform does not take it.
   *
   * @example
   * await desk.rehearsals.change(actor, { name: 'rehearsal', brand_id: '1004', card_id, user_card_code, openid, level: '金卡' })
   */
  change(actor: Actor, { name, ...input }: NamedSandbox & CardQuery & { readonly level: string }): Promise<RehearsedCard> {
    return this.#rules.change(actor, name, input)
  }

  /**
   * Exchanges points for a coupon as the member does; the merchant is asked to confirm.
   *
   * @example
   * await desk.rehearsals.exchange(actor, { name: 'rehearsal', brand_id: '1004', card_id, user_card_code, openid, deduct_points: 10 })
   */
  exchange(
    actor: Actor,
    { name, ...input }: NamedSandbox & CardQuery & { readonly deduct_points: number },
  ): Promise<{ record_id: string }> {
    return this.#rules.exchange(actor, name, input)
  }

  /**
   * Opens a card as the member does: the merchant is asked for the points.
   *
   * @example
   * await desk.rehearsals.open(actor, { name: 'rehearsal', brand_id: '1004', card_id, user_card_code, openid })
   */
  open(actor: Actor, { name, ...card }: NamedSandbox & CardQuery): Promise<void> {
    return this.#rules.open(actor, name, card)
  }

  /**
   * Deletes a card as the member does; this is final.
   *
   * @example
   * await desk.rehearsals.delete(actor, { name: 'rehearsal', brand_id: '1004', card_id, user_card_code, openid })
   */
  delete(actor: Actor, { name, ...card }: NamedSandbox & CardQuery): Promise<RehearsedCard> {
    return this.#rules.delete(actor, name, card)
  }

  /**
   * Turns the clock.
   *
   * @example
   * await desk.rehearsals.setClock(actor, { name: 'rehearsal', advance_seconds: 86_400 })
   */
  setClock(actor: Actor, { name, ...change }: NamedSandbox & ClockInput): Promise<RehearsalState> {
    return this.#rules.setClock(actor, name, change)
  }

  /**
   * Switches a fault on, once unless told otherwise.
   *
   * @example
   * await desk.rehearsals.addFault(actor, { name: 'rehearsal', fault: 'answer_lost', on: 'invalidateUserCard' })
   */
  addFault(actor: Actor, { name, ...rule }: NamedSandbox & FaultInput): Promise<RehearsalState> {
    return this.#rules.addFault(actor, name, rule)
  }

  /**
   * Switches one fault off, or all.
   *
   * @example
   * await desk.rehearsals.clearFaults(actor, { name: 'rehearsal' })
   */
  clearFaults(actor: Actor, { name, fault_id }: NamedSandbox & { readonly fault_id?: string | undefined }): Promise<RehearsalState> {
    return this.#rules.clearFaults(actor, name, fault_id)
  }

  /**
   * Sends the notifications that are due and waits until each was tried.
   *
   * @example
   * await desk.rehearsals.deliver(actor, { name: 'rehearsal' })
   */
  deliver(actor: Actor, { name }: NamedSandbox): Promise<RehearsalNotification[]> {
    return this.#rules.deliver(actor, name)
  }

  /**
   * Deletes every member card, fault and received request of the sandbox and sets its clock to the system's; templates stay.
   *
   * @example
   * await desk.rehearsals.reset(actor, { name: 'rehearsal' })
   */
  reset(actor: Actor, { name }: NamedSandbox): Promise<RehearsalState> {
    return this.#rules.reset(actor, name)
  }
}
