import type { Context } from '../domain/context.ts'
import { type CardSearch, findCards } from '../domain/find-cards.ts'
import { lookUp, reveal, type SeenCard } from '../domain/look-up.ts'
import type { NamedCard } from '../domain/named-card.ts'
import type { Actor } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** Members' cards, read from the platform. */
export class Cards {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Finds cards by a code or an OpenID, personal data masked. Nothing of them is kept. Digits alone are a code, and so is any text with
   * `card_id` or `openid`; another text is an OpenID, or else a code that is on record here. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, openid_needed, platform_failed, connection_unknown, connection_other_brand, connection_missing, connection_ambiguous
   * @example
   * const { data } = await desk.cards.find(actor, { brand_id: '1004', text: 'obLatjnx9gnqzS4myYGmLZ7LgLBA' })
   */
  async find(actor: Actor, search: CardSearch): Promise<Reply<'findUserCards'>> {
    const { cards, read_as, request_id } = await findCards(this.#context, actor, search)
    return { data: [...cards], read_as, ...(request_id === undefined ? {} : { request_id }) }
  }

  /**
   * Reads one card, personal data masked. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong, card_unknown, and those of `find`
   * @example
   * const { user_card_state } = await desk.cards.get(actor, { brand_id: '1004', card_ref })
   */
  get(actor: Actor, card: NamedCard): Promise<SeenCard> {
    return lookUp(this.#context, actor, card)
  }

  /**
   * Reads one card with nothing masked. The audit log keeps the reason. Needs `reveal` for the brand.
   *
   * @throws {DeskError} not_permitted, reason_missing, card_ref_wrong, card_unknown, and those of `find`
   * @example
   * await desk.cards.reveal(actor, { brand_id: '1004', card_ref, reason: 'the member called, ticket 4711' })
   */
  reveal(actor: Actor, { reason, ...card }: NamedCard & { readonly reason: string }): Promise<SeenCard> {
    return reveal(this.#context, actor, card, reason)
  }
}
