import { createActivity, getActivity, listActivities, terminateActivity, updateActivity } from './activity.ts'
import { createCard, getCard, invalidateCard, listCards, updateCard } from './card.ts'
import { createUserFeed } from './feed.ts'
import { uploadImage } from './image.ts'
import type { Operation } from './operation.ts'
import { confirmExchangeCoupon, syncUserPoints } from './point.ts'
import { createPayViewToken, createPreAuthToken } from './token.ts'
import { confirmUserCard, getUserCard, importUserCardByOpenid, invalidateUserCard, listUserCards, updateUserCard } from './user-card.ts'

/**
 * Every operation, grouped as the client offers them. The comments are what an editor shows on the client's methods, too.
 */
// biome-ignore lint/style/useConsistentTypeDefinitions: anybody who walks over the groups needs the index signature that only a type has
export type Contract = {
  readonly cards: {
    /**
     * Creates a card template. Repeating it with the same `out_request_no` and the same content returns the first answer.
     *
     * Page 4015336970. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const card = await api.cards.create({ out_request_no: '1004-20260714-0001', brand_id: '1004', ... })
     */
    readonly create: typeof createCard
    /**
     * Lists a brand's card templates, oldest first; await it for one page (1 to 20), or iterate over all.
     *
     * Page 4015336976. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * for await (const card of api.cards.list({ brand_id: '1004' })) console.log(card.card_title)
     */
    readonly list: typeof listCards
    /**
     * Gets a card template.
     *
     * Page 4015336974. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const card = await api.cards.get('pbLatjvWOibDc5-TBnbUk1pD12o0', { brand_id: '1004' })
     */
    readonly get: typeof getCard
    /**
     * Changes a card template: only the fields given; nested objects are replaced whole. `appid`, `code_mode` and
     * `code_type` cannot change.
     *
     * Page 4015336977. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.cards.update('pbLatjvWOibDc5-TBnbUk1pD12o0', { brand_id: '1004', card_title: '金卡' })
     */
    readonly update: typeof updateCard
    /**
     * Invalidates a card template, for good: no card is issued from it any more; the cards already taken stay as they are.
     *
     * Page 4015336972. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.cards.invalidate('pbLatjvWOibDc5-TBnbUk1pD12o0', { brand_id: '1004' })
     */
    readonly invalidate: typeof invalidateCard
  }
  readonly userCards: {
    /**
     * Gets a member's card; phone number and profile come opened.
     *
     * Page 4015336980. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const card = await api.userCards.get('478515832665', { brand_id: '1004', card_id, openid })
     */
    readonly get: typeof getUserCard
    /**
     * Lists a member's cards under a brand, oldest first; await it for one page (1 to 20), or iterate over all.
     *
     * Page 4015336984. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * for await (const card of api.userCards.list({ brand_id: '1004', openid })) console.log(card.user_card_state)
     */
    readonly list: typeof listUserCards
    /**
     * Changes a member's card: only the fields given. A later validity makes an expired card effective again.
     *
     * Page 4015336985. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.userCards.update('478515832665', { brand_id: '1004', card_id, openid, level: '钻石会员' })
     */
    readonly update: typeof updateUserCard
    /**
     * Tells the platform that a member's card was opened, or was not. A card opened through the join component counts as
     * opened only after this call. For `MERCHANT_ALLOCATE` the code given here becomes the card's code.
     *
     * Page 4015336979. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.userCards.confirm('478515832665', { brand_id: '1004', card_id, openid,
     *   user_card_confirm_state: 'CREATE_CARD_SUCCESS' })
     */
    readonly confirm: typeof confirmUserCard
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
    readonly invalidate: typeof invalidateUserCard
    /**
     * Imports an existing member with their code; the card is active at once. `pickup_time` is required for `FIX_TERM`.
     *
     * Page 4015336981. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.userCards.importByOpenid({ brand_id: '1004', card_id, openid, user_card_code: '478515832665',
     *   valid_date_information: { type: 'PERMANENT' } })
     */
    readonly importByOpenid: typeof importUserCardByOpenid
  }
  readonly tokens: {
    /**
     * Gets a token that opens the join component; valid for one hour.
     *
     * Page 4015336986. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const { token } = await api.tokens.createPreAuth({ brand_id: '1004', card_id, openid })
     */
    readonly createPreAuth: typeof createPreAuthToken
    /**
     * Gets a token that opens the pay-code component; valid for 10 minutes, used once.
     *
     * Page 4016834476. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const { token } = await api.tokens.createPayView({ brand_id: '1004', card_id, openid })
     */
    readonly createPayView: typeof createPayViewToken
  }
  readonly feeds: {
    /**
     * Adds a feed of a payment made outside WeChat Pay. `cell`: a template id and its variables joined by `_`, at most 128
     * characters; `out_request_no`: at most 64.
     *
     * Page 4015336987. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.feeds.create({ brand_id: '1004', card_id, openid, user_card_code, out_request_no: 'f-1', cell: '15_1200_1' })
     */
    readonly create: typeof createUserFeed
  }
  readonly points: {
    /**
     * Sets a member's balance of points; absolute, so the last call wins.
     *
     * Page 4015897280. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.points.sync({ out_request_no: 'p-1', brand_id: '1004', card_id, openid, user_card_code, point_balance: 1280 })
     */
    readonly sync: typeof syncUserPoints
    /**
     * Allows or rejects an exchange of points for a coupon that a POINT_EXCHANGE_COUPON event announced. When the answer's
     * `state` is `POINT_EXCHANGE_COUPON_FAIL`, give the points back.
     *
     * Page 4015897268. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const { record_id, exchange_coupon_template_id, brand_id, card_id, openid, user_card_code } = event.resource
     * const named = { record_id, exchange_coupon_template_id, brand_id, card_id, openid, user_card_code }
     * await api.points.confirmExchange({ ...named, result: 'POINT_EXCHANGE_COUPON_ALLOW' })
     */
    readonly confirmExchange: typeof confirmExchangeCoupon
  }
  readonly activities: {
    /**
     * Creates a membership activity: coupons for joining. `apply_total` must be under the smallest stock of its batches.
     *
     * Page 4016464918. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const activity = await api.activities.create({ out_request_no: 'a-1', brand_id: '1004', card_id, ... })
     */
    readonly create: typeof createActivity
    /**
     * Lists membership activities, oldest first; await it for one page (1 to 20), or iterate over all.
     *
     * Page 4016588039. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * for await (const activity of api.activities.list({ brand_id: '1004' })) console.log(activity.title)
     */
    readonly list: typeof listActivities
    /**
     * Gets a membership activity.
     *
     * Page 4016588015. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const activity = await api.activities.get('482913', { brand_id: '1004' })
     */
    readonly get: typeof getActivity
    /**
     * Changes words and times of an activity that is not over.
     *
     * Page 4016588044. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.activities.update('482913', { brand_id: '1004', title, sub_title, begin_time, end_time })
     */
    readonly update: typeof updateActivity
    /**
     * Terminates an activity, for good; its coupons disappear from the join component.
     *
     * Page 4016588028. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * await api.activities.terminate('482913', { brand_id: '1004' })
     */
    readonly terminate: typeof terminateActivity
  }
  readonly images: {
    /**
     * Uploads an image (PNG, JPG or BMP, at most 2 MB; for a card's face under 1 MB, 716 x 320 px) and gets its URL.
     *
     * Page 4015900513. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
     *
     * @example
     * const { media_url } = await api.images.upload({ filename: 'face.png', file: await readFile('face.png') })
     */
    readonly upload: typeof uploadImage
  }
}

/** Every operation, grouped as the client offers them. */
export const contract: Contract = {
  cards: { create: createCard, list: listCards, get: getCard, update: updateCard, invalidate: invalidateCard },
  userCards: {
    get: getUserCard,
    list: listUserCards,
    update: updateUserCard,
    confirm: confirmUserCard,
    invalidate: invalidateUserCard,
    importByOpenid: importUserCardByOpenid,
  },
  tokens: { createPreAuth: createPreAuthToken, createPayView: createPayViewToken },
  feeds: { create: createUserFeed },
  points: { sync: syncUserPoints, confirmExchange: confirmExchangeCoupon },
  activities: { create: createActivity, list: listActivities, get: getActivity, update: updateActivity, terminate: terminateActivity },
  images: { upload: uploadImage },
}

/** Every operation, flat. */
export const operations: readonly Operation[] = Object.values(contract).flatMap((group) => Object.values<Operation>(group))
