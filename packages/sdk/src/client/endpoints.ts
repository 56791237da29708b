// Made from the contract by `npm run generate`; a test compares the two.
import type { Endpoint } from '../contract/operation.ts'
import { fields, type Schema } from '../contract/schema.ts'

const s0: Schema = { type: 'string', minLength: 1, maxLength: 128, pattern: '^[0-9A-Za-z_-]*$' }
const s1: Schema = { type: 'string', minLength: 1, maxLength: 32, pattern: '^[0-9A-Za-z_-]*$' }
const s2: Schema = { enum: ['NORMAL', 'PURCHASE', 'BALANCE'] }
const s3: Schema = { enum: ['SYSTEM_ALLOCATE', 'MERCHANT_ALLOCATE'] }
const s4: Schema = { enum: ['NONE_CODE', 'BAR_CODE', 'QR_CODE', 'BAR_CODE_AND_QR_CODE', 'JUMP_MINI_PROGRAM'] }
const s5: Schema = { type: 'string', minLength: 1, maxLength: 10 }
const s6: Schema = { type: 'string', pattern: '^#[0-9A-Fa-f]{6}$' }
const s7: Schema = { type: 'string', minLength: 1, maxLength: 256, pattern: '^https?://' }
const s8: Schema = { type: 'string', minLength: 1, maxLength: 32 }
const s9: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: 256,
  pattern: '^(https://|http://(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]{1,5})?(/|$))[^?#]*$',
}
const s10: Schema = { enum: ['FIX_TIME_RANGE', 'FIX_TERM', 'PERMANENT'] }
const s11: Schema = { type: 'string', maxLength: 32, format: 'date-time' }
const s12: Schema = { type: 'integer', minimum: 1, maximum: 10958 }
const s13 = fields(
  { type: s10 },
  { available_begin_time: s11, available_end_time: s11, available_day_after_receive: s12 },
  {
    'x-required-when': [
      { required: 'available_begin_time', when: 'type', is: 'FIX_TIME_RANGE' },
      { required: 'available_end_time', when: 'type', is: 'FIX_TIME_RANGE' },
      { required: 'available_day_after_receive', when: 'type', is: 'FIX_TERM' },
    ],
    'x-ordered': ['available_begin_time', 'available_end_time'],
  },
)
const s14: Schema = { type: 'string', minLength: 1, maxLength: 128 }
const s15 = fields({}, { jump_appid: s1, jump_path: s14 })
const s16: Schema = { type: 'boolean' }
const s17: Schema = { type: 'string', minLength: 1, maxLength: 20480 }
const s18: Schema = { type: 'integer', minimum: 0 }
const s19 = fields({}, { jump_appid: s1, jump_path: s14, price: s18 })
const s20: Schema = {
  enum: [
    'USER_FORM_FLAG_SEX',
    'USER_FORM_FLAG_NAME',
    'USER_FORM_FLAG_BIRTHDAY',
    'USER_FORM_FLAG_ADDRESS',
    'USER_FORM_FLAG_EMAIL',
    'USER_FORM_FLAG_CITY',
  ],
}
const s21: Schema = { type: 'array', uniqueItems: true, items: s20 }
const s22: Schema = { enum: ['CHECK_BOX', 'RADIO'] }
const s23: Schema = { type: 'string', minLength: 1, maxLength: 8 }
const s24: Schema = { type: 'array', minItems: 1, maxItems: 10, items: s23 }
const s25 = fields({ type: s22, name: s8, values: s24 })
const s26: Schema = { type: 'array', maxItems: 1, items: s25 }
const s27 = fields({}, { common_field_list: s21, custom_field_list: s26 })
const s28: Schema = { type: 'object' }
const s29: Schema = { enum: ['CARD_EFFECTIVE', 'CARD_INVALID'] }
const s30: Schema = { type: 'integer', minimum: 1, maximum: 20 }
const s31: Schema = {}
const s32 = fields({}, { data: s31 })
const s33: Schema = { type: 'string', minLength: 1, maxLength: 32, pattern: '^[!-~]*$' }
const s34: Schema = { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]*$' }
const s35: Schema = { 'x-sealed': true }
const s36 = fields({}, { value: s35 })
const s37: Schema = { items: s36 }
const s38: Schema = { items: s35 }
const s39 = fields({}, { user_chosen_values: s38 })
const s40: Schema = { items: s39 }
const s41 = fields({}, { common_field_list: s37, custom_field_list: s40 })
const s42 = fields({}, { phone_number: s35, user_information: s41 })
const s43: Schema = { enum: ['UNACTIVATED', 'EFFECTIVE', 'EXPIRED', 'INVALID'] }
const s44: Schema = { items: s42 }
const s45 = fields({}, { data: s44 })
const s46: Schema = { type: 'string', minLength: 1, maxLength: 214, 'x-sealed': true }
const s47 = fields({ name: s20, value: s46 })
const s48: Schema = { type: 'array', items: s47 }
const s49: Schema = { type: 'array', maxItems: 10, items: s46 }
const s50 = fields({ name: s8, user_chosen_values: s49 })
const s51: Schema = { type: 'array', items: s50 }
const s52 = fields({}, { common_field_list: s48, custom_field_list: s51 })
const s53: Schema = { type: 'string', minLength: 1, maxLength: 256 }
const s54: Schema = { enum: ['CREATE_CARD_SUCCESS', 'CREATE_CARD_FAIL', 'CREATE_CARD_ALREADY_EXISTS'] }
const s55: Schema = { type: 'string', maxLength: 32 }
const s56: Schema = { type: 'string', minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]*$' }
const s57: Schema = { type: 'string', minLength: 1, maxLength: 16, pattern: '^[0-9A-Za-z_-]*$' }
const s58: Schema = { type: 'integer', minimum: 0, maximum: 9007199254740991 }
const s59: Schema = { type: 'string', minLength: 1, maxLength: 64 }
const s60: Schema = { enum: ['POINT_EXCHANGE_COUPON_ALLOW', 'POINT_EXCHANGE_COUPON_REJECT'] }
const s61: Schema = { enum: ['MECHANT_APP_COMPONENT'] }
const s62: Schema = { type: 'integer', minimum: 1, maximum: 9007199254740991 }
const s63 = fields({ product_coupon_id: s59, stock_id: s59 })
const s64: Schema = { type: 'array', minItems: 1, items: s63 }
const s65: Schema = {
  enum: ['MEMBERSHIP_ACTIVITY_CREATED', 'MEMBERSHIP_ACTIVITY_EFFECTIVE', 'MEMBERSHIP_ACTIVITY_TERMINATED', 'MEMBERSHIP_ACTIVITY_EXPIRED'],
}
const s66: Schema = { type: 'string', minLength: 1, maxLength: 128, pattern: '\\.([jJ][pP][eE]?[gG]|[bB][mM][pP]|[pP][nN][gG])$' }
const s67: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' }
const s68: Schema = { 'x-file': true }

/** Every endpoint, grouped as the client offers them. */
export const endpoints: {
  readonly cards: {
    readonly create: Endpoint
    readonly list: Endpoint
    readonly get: Endpoint
    readonly update: Endpoint
    readonly invalidate: Endpoint
  }
  readonly userCards: {
    readonly get: Endpoint
    readonly list: Endpoint
    readonly update: Endpoint
    readonly confirm: Endpoint
    readonly invalidate: Endpoint
    readonly importByOpenid: Endpoint
  }
  readonly tokens: { readonly createPreAuth: Endpoint; readonly createPayView: Endpoint }
  readonly feeds: { readonly create: Endpoint }
  readonly points: { readonly sync: Endpoint; readonly confirmExchange: Endpoint }
  readonly activities: {
    readonly create: Endpoint
    readonly list: Endpoint
    readonly get: Endpoint
    readonly update: Endpoint
    readonly terminate: Endpoint
  }
  readonly images: { readonly upload: Endpoint }
} = {
  cards: {
    create: {
      id: 'createCard',
      method: 'POST',
      path: '/v3/brand/partner/card-member/cards',
      query: [],
      per_second: 5,
      repeat: 'same_number',
      brand_direct: true,
      input: fields(
        {
          out_request_no: s0,
          brand_id: s1,
          appid: s1,
          card_type: s2,
          code_mode: s3,
          code_type: s4,
          card_title: s5,
          card_color: s6,
          card_picture_url: s7,
          benefits: s8,
          notify_url: s9,
          valid_date_information: s13,
        },
        {
          code_jump_information: s15,
          need_pinned: s16,
          need_display_level: s16,
          init_level: s5,
          service_phone: s8,
          legal_agreement: s17,
          member_information: s15,
          points_information: s15,
          balance_information: s15,
          purchase_information: s19,
          user_information: s27,
        },
        {
          'x-required-when': [
            { required: 'code_jump_information', when: 'code_type', is: 'JUMP_MINI_PROGRAM' },
            { required: 'init_level', when: 'need_display_level', is: true },
          ],
        },
      ),
      reply: s28,
    },
    list: {
      id: 'listCards',
      method: 'GET',
      path: '/v3/brand/partner/card-member/cards',
      query: ['brand_id', 'state', 'offset', 'limit'],
      per_second: 5,
      repeat: 'always',
      brand_direct: true,
      input: fields({ brand_id: s1, offset: s18, limit: s30 }, { state: s29 }),
      reply: s32,
    },
    get: {
      id: 'getCard',
      method: 'GET',
      path: '/v3/brand/partner/card-member/cards/{card_id}',
      query: ['brand_id'],
      per_second: 5,
      repeat: 'always',
      brand_direct: true,
      input: fields({ card_id: s1, brand_id: s1 }),
      reply: s28,
    },
    update: {
      id: 'updateCard',
      method: 'PATCH',
      path: '/v3/brand/partner/card-member/cards/{card_id}',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: true,
      input: fields(
        { card_id: s1, brand_id: s1 },
        {
          card_type: s2,
          card_title: s5,
          card_color: s6,
          card_picture_url: s7,
          benefits: s8,
          notify_url: s9,
          valid_date_information: s13,
          code_jump_information: s15,
          need_pinned: s16,
          need_display_level: s16,
          init_level: s5,
          service_phone: s8,
          legal_agreement: s17,
          member_information: s15,
          points_information: s15,
          balance_information: s15,
          purchase_information: s19,
          user_information: s27,
        },
      ),
      reply: s28,
    },
    invalidate: {
      id: 'invalidateCard',
      method: 'POST',
      path: '/v3/brand/partner/card-member/cards/{card_id}/invalidate',
      query: [],
      per_second: 10,
      repeat: 'never',
      brand_direct: true,
      input: fields({ card_id: s1, brand_id: s1 }),
      reply: s28,
    },
  },
  userCards: {
    get: {
      id: 'getUserCard',
      method: 'GET',
      path: '/v3/brand/partner/card-member/user-cards/{user_card_code}',
      query: ['brand_id', 'card_id', 'openid'],
      per_second: 5,
      repeat: 'always',
      brand_direct: true,
      input: fields({ user_card_code: s33, brand_id: s1, card_id: s1, openid: s34 }),
      reply: s42,
    },
    list: {
      id: 'listUserCards',
      method: 'GET',
      path: '/v3/brand/partner/card-member/user-cards',
      query: ['brand_id', 'openid', 'user_card_state', 'offset', 'limit'],
      per_second: 5,
      repeat: 'always',
      brand_direct: true,
      input: fields({ brand_id: s1, openid: s34, offset: s18, limit: s30 }, { user_card_state: s43 }),
      reply: s45,
    },
    update: {
      id: 'updateUserCard',
      method: 'PATCH',
      path: '/v3/brand/partner/card-member/user-cards/{user_card_code}',
      query: ['card_id'],
      either: ['card_id'],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: { query: [] },
      input: fields(
        { user_card_code: s33, card_id: s1, brand_id: s1, openid: s34 },
        {
          card_color: s6,
          card_picture_url: s7,
          phone_number: s46,
          level: s5,
          user_information: s52,
          valid_date_information: s13,
          attach: s53,
        },
      ),
      reply: s42,
    },
    confirm: {
      id: 'confirmUserCard',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-cards/{user_card_code}/confirm',
      query: [],
      either: ['card_id'],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: true,
      input: fields(
        { user_card_code: s33, card_id: s1, brand_id: s1, openid: s34, user_card_confirm_state: s54 },
        {
          card_color: s6,
          card_picture_url: s7,
          phone_number: s46,
          level: s5,
          user_information: s52,
          valid_date_information: s13,
          attach: s53,
        },
      ),
      reply: s42,
    },
    invalidate: {
      id: 'invalidateUserCard',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-cards/{user_card_code}/invalidate',
      query: ['brand_id', 'card_id'],
      either: ['brand_id', 'card_id'],
      per_second: 5,
      repeat: 'never',
      brand_direct: { query: [] },
      input: fields({ user_card_code: s33, brand_id: s1, card_id: s1, openid: s34 }, { invalid_reason: s55 }),
      reply: s42,
    },
    importByOpenid: {
      id: 'importUserCardByOpenid',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-cards/import-by-openid',
      query: [],
      per_second: 5,
      repeat: 'never',
      brand_direct: true,
      input: fields(
        { brand_id: s1, card_id: s1, openid: s34, user_card_code: s33, valid_date_information: s13 },
        { card_color: s6, card_picture_url: s7, phone_number: s46, level: s5, user_information: s52, pickup_time: s11, attach: s53 },
        { 'x-required-when': [{ required: 'pickup_time', when: 'valid_date_information.type', is: 'FIX_TERM' }] },
      ),
      reply: s42,
    },
  },
  tokens: {
    createPreAuth: {
      id: 'createPreAuthToken',
      method: 'POST',
      path: '/v3/brand/partner/card-member/pre-auth-tokens',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: true,
      input: fields({ brand_id: s1, card_id: s1, openid: s34 }),
      reply: s28,
    },
    createPayView: {
      id: 'createPayViewToken',
      method: 'POST',
      path: '/v3/brand/partner/card-member/pay-view-tokens',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: false,
      input: fields({ brand_id: s1, card_id: s1, openid: s34 }),
      reply: s28,
    },
  },
  feeds: {
    create: {
      id: 'createUserFeed',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-feeds',
      query: [],
      per_second: 5,
      repeat: 'same_number',
      brand_direct: true,
      input: fields({ brand_id: s1, card_id: s1, user_card_code: s33, out_request_no: s56, cell: s14, openid: s34 }),
      reply: s28,
    },
  },
  points: {
    sync: {
      id: 'syncUserPoints',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-points/sync',
      query: [],
      per_second: 5,
      repeat: 'same_number',
      brand_direct: true,
      input: fields({ out_request_no: s0, brand_id: s57, card_id: s1, openid: s34, user_card_code: s33, point_balance: s58 }),
      reply: s28,
    },
    confirmExchange: {
      id: 'confirmExchangeCoupon',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-points/exchange-coupon/confirm',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: true,
      input: fields(
        { record_id: s59, exchange_coupon_template_id: s8, brand_id: s57, card_id: s1, openid: s34, user_card_code: s33, result: s60 },
        { reject_reason: s8 },
        { 'x-required-when': [{ required: 'reject_reason', when: 'result', is: 'POINT_EXCHANGE_COUPON_REJECT' }] },
      ),
      reply: s28,
    },
  },
  activities: {
    create: {
      id: 'createActivity',
      method: 'POST',
      path: '/v3/brand/partner/card-member/membership-activities',
      query: [],
      per_second: 5,
      repeat: 'same_number',
      brand_direct: false,
      input: fields(
        {
          out_request_no: s0,
          brand_id: s1,
          card_id: s1,
          activity_channel: s61,
          title: s14,
          sub_title: s14,
          begin_time: s11,
          end_time: s11,
          apply_total: s62,
          product_coupon_stock_list: s64,
        },
        {},
        { 'x-ordered': ['begin_time', 'end_time'] },
      ),
      reply: s28,
    },
    list: {
      id: 'listActivities',
      method: 'GET',
      path: '/v3/brand/partner/card-member/membership-activities',
      query: ['brand_id', 'card_id', 'activity_state', 'offset', 'limit'],
      per_second: 5,
      repeat: 'always',
      brand_direct: false,
      input: fields({ brand_id: s1, offset: s18, limit: s30 }, { card_id: s1, activity_state: s65 }),
      reply: s32,
    },
    get: {
      id: 'getActivity',
      method: 'GET',
      path: '/v3/brand/partner/card-member/membership-activities/{activity_id}',
      query: ['brand_id'],
      per_second: 5,
      repeat: 'always',
      brand_direct: false,
      input: fields({ activity_id: s56, brand_id: s1 }),
      reply: s28,
    },
    update: {
      id: 'updateActivity',
      method: 'PATCH',
      path: '/v3/brand/partner/card-member/membership-activities/{activity_id}',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: false,
      input: fields(
        { activity_id: s56, brand_id: s1, title: s14, sub_title: s14, begin_time: s11, end_time: s11 },
        {},
        { 'x-ordered': ['begin_time', 'end_time'] },
      ),
      reply: s28,
    },
    terminate: {
      id: 'terminateActivity',
      method: 'POST',
      path: '/v3/brand/partner/card-member/membership-activities/{activity_id}/terminate',
      query: [],
      per_second: 5,
      repeat: 'never',
      brand_direct: false,
      input: fields({ activity_id: s56, brand_id: s1 }),
      reply: s28,
    },
  },
  images: {
    upload: {
      id: 'uploadImage',
      method: 'POST',
      path: '/v3/brand/partner/card-member/media/image-upload',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: true,
      encoding: 'multipart',
      input: fields({ filename: s66, file: s68 }, { file_digest: s67, sha256: s67 }),
      reply: s28,
    },
  },
}
