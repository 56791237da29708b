import type { Context } from '../domain/context.ts'
import { type LookUp, lookUp, reveal, type SeenCard } from '../domain/look-up.ts'
import type { Actor } from '../staff/actor.ts'

/** Which cards of a brand are meant: all of an OpenID's, or one by its template and code. */
export type CardQuery = LookUp

/** Members' cards, read from the platform. */
export class Cards {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Reads cards from the platform, personal data masked. Nothing of them is kept. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, openid_needed, platform_failed, connection_unknown, connection_other_brand, connection_missing, connection_ambiguous
   * @example
   * const cards = await desk.cards.find(actor, { brand_id: '1004', openid: 'obLatjnx9gnqzS4myYGmLZ7LgLBA' })
   */
  find(actor: Actor, query: CardQuery): Promise<SeenCard[]> {
    return lookUp(this.#context, actor, query)
  }

  /**
   * Reads one card with nothing masked. The audit log keeps the reason. Needs `reveal` for the brand.
   *
   * @throws {DeskError} not_permitted, reason_missing, card_unknown, and those of `find`
   * @example
   * await desk.cards.reveal(actor, { brand_id: '1004', card_id, user_card_code, reason: 'the member called, ticket 4711' })
   */
  reveal(
    actor: Actor,
    { reason, ...query }: CardQuery & { readonly card_id: string; readonly user_card_code: string; readonly reason: string },
  ): Promise<SeenCard> {
    return reveal(this.#context, actor, query, reason)
  }
}
