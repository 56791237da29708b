// Made from the contract by `npm run generate`; a test compares the two.
import type {
  Activity,
  ActivityPage,
  Card,
  CardPage,
  ComponentToken,
  PointBalance,
  PointExchangeResult,
  UploadedImage,
  UserCard,
  UserCardPage,
  UserFeed,
} from '../types/answers.ts'
import type {
  BrandConfirmExchangeCouponInput,
  BrandConfirmUserCardInput,
  BrandCreateCardInput,
  BrandCreatePreAuthTokenInput,
  BrandCreateUserFeedInput,
  BrandGetCardInput,
  BrandGetUserCardInput,
  BrandImportUserCardByOpenidInput,
  BrandInvalidateCardInput,
  BrandInvalidateUserCardInput,
  BrandListCardsInput,
  BrandListUserCardsInput,
  BrandSyncUserPointsInput,
  BrandUpdateCardInput,
  BrandUpdateUserCardInput,
  ConfirmExchangeCouponInput,
  ConfirmUserCardInput,
  CreateActivityInput,
  CreateCardInput,
  CreatePayViewTokenInput,
  CreatePreAuthTokenInput,
  CreateUserFeedInput,
  GetActivityInput,
  GetCardInput,
  GetUserCardInput,
  ImportUserCardByOpenidInput,
  InvalidateCardInput,
  InvalidateUserCardInput,
  ListActivitiesInput,
  ListCardsInput,
  ListUserCardsInput,
  SyncUserPointsInput,
  TerminateActivityInput,
  UpdateActivityInput,
  UpdateCardInput,
  UpdateUserCardInput,
  UploadImageInput,
} from '../types/inputs.ts'
import type { UserCardExtras } from './invalidate-safely.ts'
import type { Listing } from './listing.ts'
import type { CallOptions } from './options.ts'

/** 会员卡模板。 Card templates. */
export interface CardMethods {
  /**
   * Creates a card template. Repeating it with the same `out_request_no` and the same content returns the first answer.
   *
   * Page 4015336970. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const card = await api.cards.create({ out_request_no: '1004-20260714-0001', brand_id: '1004', ... })
   */
  create(input: CreateCardInput, options?: CallOptions): Promise<Card>
  /**
   * Lists a brand's card templates, oldest first; await it for one page (1 to 20), or iterate over all.
   *
   * Page 4015336976. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * for await (const card of api.cards.list({ brand_id: '1004' })) console.log(card.card_title)
   */
  list(input: ListCardsInput, options?: CallOptions): Listing<Card, CardPage>
  /**
   * Gets a card template.
   *
   * Page 4015336974. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const card = await api.cards.get('pbLatjvWOibDc5-TBnbUk1pD12o0', { brand_id: '1004' })
   */
  get(card_id: string, input: GetCardInput, options?: CallOptions): Promise<Card>
  /**
   * Changes a card template: only the fields given; nested objects are replaced whole. `appid`, `code_mode` and
   * `code_type` cannot change.
   *
   * Page 4015336977. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.cards.update('pbLatjvWOibDc5-TBnbUk1pD12o0', { brand_id: '1004', card_title: '金卡' })
   */
  update(card_id: string, input: UpdateCardInput, options?: CallOptions): Promise<Card>
  /**
   * Invalidates a card template, for good: no card is issued from it any more; the cards already taken stay as they are.
   *
   * Page 4015336972. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.cards.invalidate('pbLatjvWOibDc5-TBnbUk1pD12o0', { brand_id: '1004' })
   */
  invalidate(card_id: string, input: InvalidateCardInput, options?: CallOptions): Promise<Card>
}

/** 会员卡模板。 Card templates. */
export interface BrandCardMethods {
  /**
   * Creates a card template. Repeating it with the same `out_request_no` and the same content returns the first answer.
   *
   * Page 4015336970. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const card = await api.cards.create({ out_request_no: '1004-20260714-0001', ... })
   */
  create(input: BrandCreateCardInput, options?: CallOptions): Promise<Card>
  /**
   * Lists a brand's card templates, oldest first; await it for one page (1 to 20), or iterate over all.
   *
   * Page 4015336976. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * for await (const card of api.cards.list({})) console.log(card.card_title)
   */
  list(input?: BrandListCardsInput, options?: CallOptions): Listing<Card, CardPage>
  /**
   * Gets a card template.
   *
   * Page 4015336974. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const card = await api.cards.get('pbLatjvWOibDc5-TBnbUk1pD12o0', {})
   */
  get(card_id: string, input?: BrandGetCardInput, options?: CallOptions): Promise<Card>
  /**
   * Changes a card template: only the fields given; nested objects are replaced whole. `appid`, `code_mode` and
   * `code_type` cannot change.
   *
   * Page 4015336977. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.cards.update('pbLatjvWOibDc5-TBnbUk1pD12o0', { card_title: '金卡' })
   */
  update(card_id: string, input?: BrandUpdateCardInput, options?: CallOptions): Promise<Card>
  /**
   * Invalidates a card template, for good: no card is issued from it any more; the cards already taken stay as they are.
   *
   * Page 4015336972. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.cards.invalidate('pbLatjvWOibDc5-TBnbUk1pD12o0', {})
   */
  invalidate(card_id: string, input?: BrandInvalidateCardInput, options?: CallOptions): Promise<Card>
}

/** 用户会员卡。 Members' cards. */
export interface UserCardMethods extends UserCardExtras<InvalidateUserCardInput> {
  /**
   * Gets a member's card; phone number and profile come opened.
   *
   * Page 4015336980. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const card = await api.userCards.get('478515832665', { brand_id: '1004', card_id, openid })
   */
  get(user_card_code: string, input: GetUserCardInput, options?: CallOptions): Promise<UserCard>
  /**
   * Lists a member's cards under a brand, oldest first; await it for one page (1 to 20), or iterate over all.
   *
   * Page 4015336984. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * for await (const card of api.userCards.list({ brand_id: '1004', openid })) console.log(card.user_card_state)
   */
  list(input: ListUserCardsInput, options?: CallOptions): Listing<UserCard, UserCardPage>
  /**
   * Changes a member's card: only the fields given. A later validity makes an expired card effective again.
   *
   * Page 4015336985. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.userCards.update('478515832665', { brand_id: '1004', card_id, openid, level: '钻石会员' })
   */
  update(user_card_code: string, input: UpdateUserCardInput, options?: CallOptions): Promise<UserCard>
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
  confirm(user_card_code: string, input: ConfirmUserCardInput, options?: CallOptions): Promise<UserCard>
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
  invalidate(user_card_code: string, input: InvalidateUserCardInput, options?: CallOptions): Promise<UserCard>
  /**
   * Imports an existing member with their code; the card is active at once. `pickup_time` is required for `FIX_TERM`.
   *
   * Page 4015336981. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.userCards.importByOpenid({ brand_id: '1004', card_id, openid, user_card_code: '478515832665',
   *   valid_date_information: { type: 'PERMANENT' } })
   */
  importByOpenid(input: ImportUserCardByOpenidInput, options?: CallOptions): Promise<UserCard>
}

/** 用户会员卡。 Members' cards. */
export interface BrandUserCardMethods extends UserCardExtras<BrandInvalidateUserCardInput> {
  /**
   * Gets a member's card; phone number and profile come opened.
   *
   * Page 4015336980. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const card = await api.userCards.get('478515832665', { card_id, openid })
   */
  get(user_card_code: string, input: BrandGetUserCardInput, options?: CallOptions): Promise<UserCard>
  /**
   * Lists a member's cards under a brand, oldest first; await it for one page (1 to 20), or iterate over all.
   *
   * Page 4015336984. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * for await (const card of api.userCards.list({ openid })) console.log(card.user_card_state)
   */
  list(input: BrandListUserCardsInput, options?: CallOptions): Listing<UserCard, UserCardPage>
  /**
   * Changes a member's card: only the fields given. A later validity makes an expired card effective again.
   *
   * Page 4015336985. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.userCards.update('478515832665', { card_id, openid, level: '钻石会员' })
   */
  update(user_card_code: string, input: BrandUpdateUserCardInput, options?: CallOptions): Promise<UserCard>
  /**
   * Tells the platform that a member's card was opened, or was not. A card opened through the join component counts as
   * opened only after this call. For `MERCHANT_ALLOCATE` the code given here becomes the card's code.
   *
   * Page 4015336979. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.userCards.confirm('478515832665', { card_id, openid,
   *   user_card_confirm_state: 'CREATE_CARD_SUCCESS' })
   */
  confirm(user_card_code: string, input: BrandConfirmUserCardInput, options?: CallOptions): Promise<UserCard>
  /**
   * Invalidates a member's card. **It can never be undone**; tell the member beforehand and have their consent.
   * `invalid_reason`: at most 32 characters. When the outcome is unknown it is never repeated by itself: see
   * `invalidateSafely`.
   *
   * Page 4015336983. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`; look at `outcome`.
   *
   * @example
   * await api.userCards.invalidate('478515832665', { card_id, openid, invalid_reason: '用户申请退会' })
   */
  invalidate(user_card_code: string, input: BrandInvalidateUserCardInput, options?: CallOptions): Promise<UserCard>
  /**
   * Imports an existing member with their code; the card is active at once. `pickup_time` is required for `FIX_TERM`.
   *
   * Page 4015336981. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.userCards.importByOpenid({ card_id, openid, user_card_code: '478515832665',
   *   valid_date_information: { type: 'PERMANENT' } })
   */
  importByOpenid(input: BrandImportUserCardByOpenidInput, options?: CallOptions): Promise<UserCard>
}

/** 打开组件的预授权 token。 Tokens that open a component. */
export interface TokenMethods {
  /**
   * Gets a token that opens the join component; valid for one hour.
   *
   * Page 4015336986. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const { token } = await api.tokens.createPreAuth({ brand_id: '1004', card_id, openid })
   */
  createPreAuth(input: CreatePreAuthTokenInput, options?: CallOptions): Promise<ComponentToken>
  /**
   * Gets a token that opens the pay-code component; valid for 10 minutes, used once.
   *
   * Page 4016834476. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const { token } = await api.tokens.createPayView({ brand_id: '1004', card_id, openid })
   */
  createPayView(input: CreatePayViewTokenInput, options?: CallOptions): Promise<ComponentToken>
}

/** 打开组件的预授权 token。 Tokens that open a component. */
export interface BrandTokenMethods {
  /**
   * Gets a token that opens the join component; valid for one hour.
   *
   * Page 4015336986. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const { token } = await api.tokens.createPreAuth({ card_id, openid })
   */
  createPreAuth(input: BrandCreatePreAuthTokenInput, options?: CallOptions): Promise<ComponentToken>
}

/** 会员动态。 Members' feeds. */
export interface FeedMethods {
  /**
   * Adds a feed of a payment made outside WeChat Pay. `cell`: a template id and its variables joined by `_`, at most 128
   * characters; `out_request_no`: at most 64.
   *
   * Page 4015336987. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.feeds.create({ brand_id: '1004', card_id, openid, user_card_code, out_request_no: 'f-1', cell: '15_1200_1' })
   */
  create(input: CreateUserFeedInput, options?: CallOptions): Promise<UserFeed>
}

/** 会员动态。 Members' feeds. */
export interface BrandFeedMethods {
  /**
   * Adds a feed of a payment made outside WeChat Pay. `cell`: a template id and its variables joined by `_`, at most 128
   * characters; `out_request_no`: at most 64.
   *
   * Page 4015336987. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.feeds.create({ card_id, openid, user_card_code, out_request_no: 'f-1', cell: '15_1200_1' })
   */
  create(input: BrandCreateUserFeedInput, options?: CallOptions): Promise<UserFeed>
}

/** 会员积分。 Members' points. */
export interface PointMethods {
  /**
   * Sets a member's balance of points; absolute, so the last call wins.
   *
   * Page 4015897280. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.points.sync({ out_request_no: 'p-1', brand_id: '1004', card_id, openid, user_card_code, point_balance: 1280 })
   */
  sync(input: SyncUserPointsInput, options?: CallOptions): Promise<PointBalance>
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
  confirmExchange(input: ConfirmExchangeCouponInput, options?: CallOptions): Promise<PointExchangeResult>
}

/** 会员积分。 Members' points. */
export interface BrandPointMethods {
  /**
   * Sets a member's balance of points; absolute, so the last call wins.
   *
   * Page 4015897280. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.points.sync({ out_request_no: 'p-1', card_id, openid, user_card_code, point_balance: 1280 })
   */
  sync(input: BrandSyncUserPointsInput, options?: CallOptions): Promise<PointBalance>
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
  confirmExchange(input: BrandConfirmExchangeCouponInput, options?: CallOptions): Promise<PointExchangeResult>
}

/** 入会有礼活动。 Membership activities. */
export interface ActivityMethods {
  /**
   * Creates a membership activity: coupons for joining. `apply_total` must be under the smallest stock of its batches.
   *
   * Page 4016464918. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const activity = await api.activities.create({ out_request_no: 'a-1', brand_id: '1004', card_id, ... })
   */
  create(input: CreateActivityInput, options?: CallOptions): Promise<Activity>
  /**
   * Lists membership activities, oldest first; await it for one page (1 to 20), or iterate over all.
   *
   * Page 4016588039. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * for await (const activity of api.activities.list({ brand_id: '1004' })) console.log(activity.title)
   */
  list(input: ListActivitiesInput, options?: CallOptions): Listing<Activity, ActivityPage>
  /**
   * Gets a membership activity.
   *
   * Page 4016588015. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const activity = await api.activities.get('482913', { brand_id: '1004' })
   */
  get(activity_id: string, input: GetActivityInput, options?: CallOptions): Promise<Activity>
  /**
   * Changes words and times of an activity that is not over.
   *
   * Page 4016588044. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.activities.update('482913', { brand_id: '1004', title, sub_title, begin_time, end_time })
   */
  update(activity_id: string, input: UpdateActivityInput, options?: CallOptions): Promise<Activity>
  /**
   * Terminates an activity, for good; its coupons disappear from the join component.
   *
   * Page 4016588028. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * await api.activities.terminate('482913', { brand_id: '1004' })
   */
  terminate(activity_id: string, input: TerminateActivityInput, options?: CallOptions): Promise<Activity>
}

/** 图片。 Images. */
export interface ImageMethods {
  /**
   * Uploads an image (PNG, JPG or BMP, at most 2 MB; for a card's face under 1 MB, 716 x 320 px) and gets its URL.
   *
   * Page 4015900513. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const { media_url } = await api.images.upload({ filename: 'face.png', file: await readFile('face.png') })
   */
  upload(input: UploadImageInput, options?: CallOptions): Promise<UploadedImage>
}

/** 图片。 Images. */
export interface BrandImageMethods {
  /**
   * Uploads an image (PNG, JPG or BMP, at most 2 MB; for a card's face under 1 MB, 716 x 320 px) and gets its URL.
   *
   * Page 4015900513. Throws `ValidationError`, `ApiError`, `TransportError`, `AnswerError`.
   *
   * @example
   * const { media_url } = await api.images.upload({ filename: 'face.png', file: await readFile('face.png') })
   */
  upload(input: UploadImageInput, options?: CallOptions): Promise<UploadedImage>
}

/** Every operation, by group, as a merchant number calls it. */
export interface PartnerMethods {
  /** 会员卡模板。 Card templates. */
  readonly cards: CardMethods
  /** 用户会员卡。 Members' cards. */
  readonly userCards: UserCardMethods
  /** 打开组件的预授权 token。 Tokens that open a component. */
  readonly tokens: TokenMethods
  /** 会员动态。 Members' feeds. */
  readonly feeds: FeedMethods
  /** 会员积分。 Members' points. */
  readonly points: PointMethods
  /** 入会有礼活动。 Membership activities. */
  readonly activities: ActivityMethods
  /** 图片。 Images. */
  readonly images: ImageMethods
}

/** The operations that a brand can call for itself, by group. */
export interface BrandMethods {
  /** 会员卡模板。 Card templates. */
  readonly cards: BrandCardMethods
  /** 用户会员卡。 Members' cards. */
  readonly userCards: BrandUserCardMethods
  /** 打开组件的预授权 token。 Tokens that open a component. */
  readonly tokens: BrandTokenMethods
  /** 会员动态。 Members' feeds. */
  readonly feeds: BrandFeedMethods
  /** 会员积分。 Members' points. */
  readonly points: BrandPointMethods
  /** 图片。 Images. */
  readonly images: BrandImageMethods
}
