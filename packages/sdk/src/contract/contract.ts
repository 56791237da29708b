import { createCard, getCard, invalidateCard, listCards } from './card.ts'
import type { Operation } from './operation.ts'
import { getUserCard, importUserCardByOpenid, invalidateUserCard, listUserCards } from './user-card.ts'

/**
 * Every operation, grouped as the client offers them. The comments below are what an editor shows on the client's methods.
 */
export const contract = {
  cards: {
    /**
     * Creates a card template. Repeating it with the same `out_request_no` and the same content returns the first answer.
     *
     * Page 4015336970. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const card = await api.cards.create({ out_request_no: '1004-20260714-0001', brand_id: '1004', ... })
     */
    create: createCard,
    /**
     * Lists a brand's card templates, oldest first; await it for one page (1 to 20), or iterate over all.
     *
     * Page 4015336976. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * for await (const card of api.cards.list({ brand_id: '1004' })) console.log(card.card_title)
     */
    list: listCards,
    /**
     * Gets a card template.
     *
     * Page 4015336974. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const card = await api.cards.get('pbLatjvWOibDc5-TBnbUk1pD12o0', { brand_id: '1004' })
     */
    get: getCard,
    /**
     * Invalidates a card template, for good: no card is issued from it any more; the cards already taken stay as they are.
     *
     * Page 4015336972. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.cards.invalidate('pbLatjvWOibDc5-TBnbUk1pD12o0', { brand_id: '1004' })
     */
    invalidate: invalidateCard,
  },
  userCards: {
    /**
     * Gets a member's card; phone number and profile come opened.
     *
     * Page 4015336980. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const card = await api.userCards.get('478515832665', { brand_id: '1004', card_id, openid })
     */
    get: getUserCard,
    /**
     * Lists a member's cards under a brand, oldest first; await it for one page (1 to 20), or iterate over all.
     *
     * Page 4015336984. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * for await (const card of api.userCards.list({ brand_id: '1004', openid })) console.log(card.user_card_state)
     */
    list: listUserCards,
    /**
     * Invalidates a member's card. **It can never be undone**; tell the member beforehand and have their consent.
     * `invalid_reason`: at most 32 characters. When the outcome is unknown it is never repeated by itself: see
     * `invalidateSafely`.
     *
     * Page 4015336983. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`; look at `outcome`.
     *
     * @example
     * await api.userCards.invalidate('478515832665', { brand_id: '1004', card_id, openid, invalid_reason: '用户申请退会' })
     */
    invalidate: invalidateUserCard,
    /**
     * Imports an existing member with their code; the card is active at once. `pickup_time` is required for `FIX_TERM`.
     *
     * Page 4015336981. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.userCards.importByOpenid({ brand_id: '1004', card_id, openid, user_card_code: '478515832665',
     *   valid_date_information: { type: 'PERMANENT' } })
     */
    importByOpenid: importUserCardByOpenid,
  },
} as const satisfies Record<string, Record<string, Operation>>

export type Contract = typeof contract

/** Every operation, flat. */
export const operations: readonly Operation[] = Object.values(contract).flatMap((group) => Object.values<Operation>(group))
