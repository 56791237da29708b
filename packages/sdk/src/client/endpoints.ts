// Made from the contract by `npm run generate`; a test compares the two.
import type { Endpoint } from '../contract/operation.ts'
import { object, optional, type Schema } from '../contract/schema.ts'

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
const s12 = optional(s11)
const s13: Schema = { type: 'integer', minimum: 1, maximum: 10958 }
const s14 = optional(s13)
const s15 = object(
  { type: s10, available_begin_time: s12, available_end_time: s12, available_day_after_receive: s14 },
  {
    'x-required-when': [
      { required: 'available_begin_time', when: 'type', is: 'FIX_TIME_RANGE' },
      { required: 'available_end_time', when: 'type', is: 'FIX_TIME_RANGE' },
      { required: 'available_day_after_receive', when: 'type', is: 'FIX_TERM' },
    ],
    'x-ordered': ['available_begin_time', 'available_end_time'],
  },
)
const s16 = optional(s1)
const s17: Schema = { type: 'string', minLength: 1, maxLength: 128 }
const s18 = optional(s17)
const s19: Schema = { type: 'object', properties: { jump_appid: s16, jump_path: s18 } }
const s20 = optional(s19)
const s21: Schema = { type: 'boolean' }
const s22 = optional(s21)
const s23 = optional(s5)
const s24 = optional(s8)
const s25: Schema = { type: 'string', minLength: 1, maxLength: 20480 }
const s26 = optional(s25)
const s27: Schema = { type: 'integer', minimum: 0 }
const s28 = optional(s27)
const s29: Schema = { type: 'object', properties: { jump_appid: s16, jump_path: s18, price: s28 } }
const s30 = optional(s29)
const s31: Schema = {
  enum: [
    'USER_FORM_FLAG_SEX',
    'USER_FORM_FLAG_NAME',
    'USER_FORM_FLAG_BIRTHDAY',
    'USER_FORM_FLAG_ADDRESS',
    'USER_FORM_FLAG_EMAIL',
    'USER_FORM_FLAG_CITY',
  ],
}
const s32: Schema = { type: 'array', uniqueItems: true, items: s31 }
const s33 = optional(s32)
const s34: Schema = { enum: ['CHECK_BOX', 'RADIO'] }
const s35: Schema = { type: 'string', minLength: 1, maxLength: 8 }
const s36: Schema = { type: 'array', minItems: 1, maxItems: 10, items: s35 }
const s37 = object({ type: s34, name: s8, values: s36 })
const s38: Schema = { type: 'array', maxItems: 1, items: s37 }
const s39 = optional(s38)
const s40: Schema = { type: 'object', properties: { common_field_list: s33, custom_field_list: s39 } }
const s41 = optional(s40)
const s42: Schema = { type: 'object' }
const s43: Schema = { enum: ['CARD_EFFECTIVE', 'CARD_INVALID'] }
const s44 = optional(s43)
const s45: Schema = { type: 'integer', minimum: 1, maximum: 20 }
const s46: Schema = {}
const s47: Schema = { type: 'object', properties: { data: s46 } }
const s48 = optional(s2)
const s49 = optional(s6)
const s50 = optional(s7)
const s51 = optional(s9)
const s52 = optional(s15)
const s53: Schema = { type: 'string', minLength: 1, maxLength: 32, pattern: '^[!-~]*$' }
const s54: Schema = { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]*$' }
const s55: Schema = { 'x-sealed': true }
const s56: Schema = { type: 'object', properties: { value: s55 } }
const s57: Schema = { items: s56 }
const s58: Schema = { items: s55 }
const s59: Schema = { type: 'object', properties: { user_chosen_values: s58 } }
const s60: Schema = { items: s59 }
const s61: Schema = { type: 'object', properties: { common_field_list: s57, custom_field_list: s60 } }
const s62: Schema = { type: 'object', properties: { phone_number: s55, user_information: s61 } }
const s63: Schema = { enum: ['UNACTIVATED', 'EFFECTIVE', 'EXPIRED', 'INVALID'] }
const s64 = optional(s63)
const s65: Schema = { items: s62 }
const s66: Schema = { type: 'object', properties: { data: s65 } }
const s67: Schema = { type: 'string', minLength: 1, maxLength: 214, 'x-sealed': true }
const s68 = optional(s67)
const s69 = object({ name: s31, value: s67 })
const s70: Schema = { type: 'array', items: s69 }
const s71 = optional(s70)
const s72: Schema = { type: 'array', maxItems: 10, items: s67 }
const s73 = object({ name: s8, user_chosen_values: s72 })
const s74: Schema = { type: 'array', items: s73 }
const s75 = optional(s74)
const s76: Schema = { type: 'object', properties: { common_field_list: s71, custom_field_list: s75 } }
const s77 = optional(s76)
const s78: Schema = { type: 'string', minLength: 1, maxLength: 256 }
const s79 = optional(s78)
const s80: Schema = { enum: ['CREATE_CARD_SUCCESS', 'CREATE_CARD_FAIL', 'CREATE_CARD_ALREADY_EXISTS'] }
const s81: Schema = { type: 'string', maxLength: 32 }
const s82 = optional(s81)
const s83: Schema = { type: 'string', minLength: 1, maxLength: 64, pattern: '^[0-9A-Za-z_-]*$' }
const s84: Schema = { type: 'string', minLength: 1, maxLength: 16, pattern: '^[0-9A-Za-z_-]*$' }
const s85: Schema = { type: 'integer', minimum: 0, maximum: 9007199254740991 }
const s86: Schema = { type: 'string', minLength: 1, maxLength: 64 }
const s87: Schema = { enum: ['POINT_EXCHANGE_COUPON_ALLOW', 'POINT_EXCHANGE_COUPON_REJECT'] }
const s88: Schema = { enum: ['MECHANT_APP_COMPONENT'] }
const s89: Schema = { type: 'integer', minimum: 1, maximum: 9007199254740991 }
const s90 = object({ product_coupon_id: s86, stock_id: s86 })
const s91: Schema = { type: 'array', minItems: 1, items: s90 }
const s92: Schema = {
  enum: ['MEMBERSHIP_ACTIVITY_CREATED', 'MEMBERSHIP_ACTIVITY_EFFECTIVE', 'MEMBERSHIP_ACTIVITY_TERMINATED', 'MEMBERSHIP_ACTIVITY_EXPIRED'],
}
const s93 = optional(s92)
const s94: Schema = { type: 'string', minLength: 1, maxLength: 128, pattern: '\\.([jJ][pP][eE]?[gG]|[bB][mM][pP]|[pP][nN][gG])$' }
const s95: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' }
const s96 = optional(s95)
const s97: Schema = { 'x-file': true }

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
      input: object(
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
          valid_date_information: s15,
          code_jump_information: s20,
          need_pinned: s22,
          need_display_level: s22,
          init_level: s23,
          service_phone: s24,
          legal_agreement: s26,
          member_information: s20,
          points_information: s20,
          balance_information: s20,
          purchase_information: s30,
          user_information: s41,
        },
        {
          'x-required-when': [
            { required: 'code_jump_information', when: 'code_type', is: 'JUMP_MINI_PROGRAM' },
            { required: 'init_level', when: 'need_display_level', is: true },
          ],
        },
      ),
      reply: s42,
    },
    list: {
      id: 'listCards',
      method: 'GET',
      path: '/v3/brand/partner/card-member/cards',
      query: ['brand_id', 'state', 'offset', 'limit'],
      per_second: 5,
      repeat: 'always',
      brand_direct: true,
      input: object({ brand_id: s1, state: s44, offset: s27, limit: s45 }),
      reply: s47,
    },
    get: {
      id: 'getCard',
      method: 'GET',
      path: '/v3/brand/partner/card-member/cards/{card_id}',
      query: ['brand_id'],
      per_second: 5,
      repeat: 'always',
      brand_direct: true,
      input: object({ card_id: s1, brand_id: s1 }),
      reply: s42,
    },
    update: {
      id: 'updateCard',
      method: 'PATCH',
      path: '/v3/brand/partner/card-member/cards/{card_id}',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: true,
      input: object({
        card_id: s1,
        brand_id: s1,
        card_type: s48,
        card_title: s23,
        card_color: s49,
        card_picture_url: s50,
        benefits: s24,
        notify_url: s51,
        valid_date_information: s52,
        code_jump_information: s20,
        need_pinned: s22,
        need_display_level: s22,
        init_level: s23,
        service_phone: s24,
        legal_agreement: s26,
        member_information: s20,
        points_information: s20,
        balance_information: s20,
        purchase_information: s30,
        user_information: s41,
      }),
      reply: s42,
    },
    invalidate: {
      id: 'invalidateCard',
      method: 'POST',
      path: '/v3/brand/partner/card-member/cards/{card_id}/invalidate',
      query: [],
      per_second: 10,
      repeat: 'never',
      brand_direct: true,
      input: object({ card_id: s1, brand_id: s1 }),
      reply: s42,
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
      input: object({ user_card_code: s53, brand_id: s1, card_id: s1, openid: s54 }),
      reply: s62,
    },
    list: {
      id: 'listUserCards',
      method: 'GET',
      path: '/v3/brand/partner/card-member/user-cards',
      query: ['brand_id', 'openid', 'user_card_state', 'offset', 'limit'],
      per_second: 5,
      repeat: 'always',
      brand_direct: true,
      input: object({ brand_id: s1, openid: s54, user_card_state: s64, offset: s27, limit: s45 }),
      reply: s66,
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
      input: object({
        user_card_code: s53,
        card_id: s1,
        brand_id: s1,
        openid: s54,
        card_color: s49,
        card_picture_url: s50,
        phone_number: s68,
        level: s23,
        user_information: s77,
        valid_date_information: s52,
        attach: s79,
      }),
      reply: s62,
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
      input: object({
        user_card_code: s53,
        card_id: s1,
        brand_id: s1,
        openid: s54,
        user_card_confirm_state: s80,
        card_color: s49,
        card_picture_url: s50,
        phone_number: s68,
        level: s23,
        user_information: s77,
        valid_date_information: s52,
        attach: s79,
      }),
      reply: s62,
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
      input: object({ user_card_code: s53, brand_id: s1, card_id: s1, openid: s54, invalid_reason: s82 }),
      reply: s62,
    },
    importByOpenid: {
      id: 'importUserCardByOpenid',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-cards/import-by-openid',
      query: [],
      per_second: 5,
      repeat: 'never',
      brand_direct: true,
      input: object(
        {
          brand_id: s1,
          card_id: s1,
          openid: s54,
          user_card_code: s53,
          card_color: s49,
          card_picture_url: s50,
          phone_number: s68,
          level: s23,
          user_information: s77,
          valid_date_information: s15,
          pickup_time: s12,
          attach: s79,
        },
        { 'x-required-when': [{ required: 'pickup_time', when: 'valid_date_information.type', is: 'FIX_TERM' }] },
      ),
      reply: s62,
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
      input: object({ brand_id: s1, card_id: s1, openid: s54 }),
      reply: s42,
    },
    createPayView: {
      id: 'createPayViewToken',
      method: 'POST',
      path: '/v3/brand/partner/card-member/pay-view-tokens',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: false,
      input: object({ brand_id: s1, card_id: s1, openid: s54 }),
      reply: s42,
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
      input: object({ brand_id: s1, card_id: s1, user_card_code: s53, out_request_no: s83, cell: s17, openid: s54 }),
      reply: s42,
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
      input: object({ out_request_no: s0, brand_id: s84, card_id: s1, openid: s54, user_card_code: s53, point_balance: s85 }),
      reply: s42,
    },
    confirmExchange: {
      id: 'confirmExchangeCoupon',
      method: 'POST',
      path: '/v3/brand/partner/card-member/user-points/exchange-coupon/confirm',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: true,
      input: object(
        {
          record_id: s86,
          exchange_coupon_template_id: s8,
          brand_id: s84,
          card_id: s1,
          openid: s54,
          user_card_code: s53,
          result: s87,
          reject_reason: s24,
        },
        { 'x-required-when': [{ required: 'reject_reason', when: 'result', is: 'POINT_EXCHANGE_COUPON_REJECT' }] },
      ),
      reply: s42,
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
      input: object(
        {
          out_request_no: s0,
          brand_id: s1,
          card_id: s1,
          activity_channel: s88,
          title: s17,
          sub_title: s17,
          begin_time: s11,
          end_time: s11,
          apply_total: s89,
          product_coupon_stock_list: s91,
        },
        { 'x-ordered': ['begin_time', 'end_time'] },
      ),
      reply: s42,
    },
    list: {
      id: 'listActivities',
      method: 'GET',
      path: '/v3/brand/partner/card-member/membership-activities',
      query: ['brand_id', 'card_id', 'activity_state', 'offset', 'limit'],
      per_second: 5,
      repeat: 'always',
      brand_direct: false,
      input: object({ brand_id: s1, card_id: s16, activity_state: s93, offset: s27, limit: s45 }),
      reply: s47,
    },
    get: {
      id: 'getActivity',
      method: 'GET',
      path: '/v3/brand/partner/card-member/membership-activities/{activity_id}',
      query: ['brand_id'],
      per_second: 5,
      repeat: 'always',
      brand_direct: false,
      input: object({ activity_id: s83, brand_id: s1 }),
      reply: s42,
    },
    update: {
      id: 'updateActivity',
      method: 'PATCH',
      path: '/v3/brand/partner/card-member/membership-activities/{activity_id}',
      query: [],
      per_second: 5,
      repeat: 'same_content',
      brand_direct: false,
      input: object(
        { activity_id: s83, brand_id: s1, title: s17, sub_title: s17, begin_time: s11, end_time: s11 },
        { 'x-ordered': ['begin_time', 'end_time'] },
      ),
      reply: s42,
    },
    terminate: {
      id: 'terminateActivity',
      method: 'POST',
      path: '/v3/brand/partner/card-member/membership-activities/{activity_id}/terminate',
      query: [],
      per_second: 5,
      repeat: 'never',
      brand_direct: false,
      input: object({ activity_id: s83, brand_id: s1 }),
      reply: s42,
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
      input: object({ filename: s94, file_digest: s96, sha256: s96, file: s97 }),
      reply: s42,
    },
  },
}
