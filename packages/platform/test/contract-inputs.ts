import { createHash } from 'node:crypto'
import { cardInput } from './card-calls.ts'
import type { Fields } from './contract-probes.ts'
import { appid, brand_id } from './tenants-fixture.ts'

/** What is there before the operations are called: beside these, members of the codes `code-1` and `code-3`. */
export interface Known {
  readonly card_id: string
  readonly ending_card_id: string
  readonly activity_id: string
  readonly ending_activity_id: string
  /** An exchange of the member with the code `code-1`. */
  readonly record_id: string
  /** Code of a member who has joined and waits to be confirmed. */
  readonly joined_code: string
}

/** One pixel. */
export const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const digest = createHash('sha256').update(png).digest('hex')

/** A validity with the fields of every type, as the official samples carry it. */
export const validity = {
  type: 'FIX_TERM',
  available_begin_time: '2026-11-25T00:00:00+08:00',
  available_end_time: '2026-12-25T00:00:00+08:00',
  available_day_after_receive: 30,
} as const

/** Everything a template may have. */
export const fullCard = cardInput({
  out_request_no: 'walk-1',
  valid_date_information: validity,
  code_jump_information: { jump_appid: appid, jump_path: '/code' },
  need_pinned: true,
  need_display_level: true,
  init_level: '新叶会员',
  service_phone: '0571-55501234',
  legal_agreement: '会员权益以门店公示为准。',
  member_information: { jump_appid: appid, jump_path: '/member' },
  points_information: { jump_appid: appid, jump_path: '/points' },
  balance_information: { jump_appid: appid, jump_path: '/balance' },
  purchase_information: { jump_appid: appid, jump_path: '/buy', price: 100 },
  user_information: {
    common_field_list: ['USER_FORM_FLAG_NAME'],
    custom_field_list: [{ type: 'CHECK_BOX', name: '题材', values: ['历史'] }],
  },
})

const details = {
  card_color: '#2E7D5B',
  card_picture_url: 'https://wxpaylogo.qpic.cn/wxpaylogo/card/1',
  phone_number: '13800001234',
  level: '钻石会员',
  user_information: {
    common_field_list: [{ name: 'USER_FORM_FLAG_NAME', value: '小青' }],
    custom_field_list: [{ name: '题材', user_chosen_values: ['历史'] }],
  },
  valid_date_information: validity,
}
const page = { offset: 0, limit: 20 }
const words = { title: '入会礼', sub_title: '十元券', begin_time: '2026-11-25T00:00:00+08:00', end_time: '2026-11-26T00:00:00+08:00' }

/** An activity that may be created. */
export function activityInput(card_id: string, out_request_no = 'walk-1') {
  return {
    out_request_no,
    brand_id,
    card_id,
    activity_channel: 'MECHANT_APP_COMPONENT',
    ...words,
    apply_total: 500,
    product_coupon_stock_list: [{ product_coupon_id: '300000417', stock_id: '100881264' }],
  } as const
}

/** For each operation good inputs, each of which is accepted; together they have every field. */
export function goodInputs({ card_id, ending_card_id, activity_id, ending_activity_id, record_id, joined_code }: Known) {
  const card = { brand_id, card_id }
  const member = { ...card, openid: 'openid-1', user_card_code: 'code-1' }
  const { out_request_no: _number, appid: _appid, code_mode: _mode, code_type: _type, ...face } = fullCard
  const token = { ...card, openid: 'openid-1' }
  const image = { filename: 'face.png', file: png }
  const exchange = { record_id, exchange_coupon_template_id: 'template-1', ...member }
  return {
    createCard: [fullCard],
    listCards: [{ brand_id, state: 'CARD_EFFECTIVE', ...page }],
    getCard: [card],
    updateCard: [{ ...face, card_id }],
    invalidateCard: [{ brand_id, card_id: ending_card_id }],
    importUserCardByOpenid: [
      { ...card, openid: 'openid-2', user_card_code: 'code-2', ...details, attach: 'store=2', pickup_time: '2026-11-24T09:00:00+08:00' },
    ],
    getUserCard: [member],
    listUserCards: [{ brand_id, openid: 'openid-1', user_card_state: 'EFFECTIVE', ...page }],
    updateUserCard: [{ ...member, ...details, attach: 'store=1' }],
    confirmUserCard: [
      {
        ...card,
        openid: 'joined',
        user_card_code: joined_code,
        user_card_confirm_state: 'CREATE_CARD_SUCCESS',
        ...details,
        attach: 'store=1',
      },
    ],
    createPreAuthToken: [token],
    createPayViewToken: [token],
    createUserFeed: [{ ...member, out_request_no: 'walk-1', cell: '15_1200_1' }],
    syncUserPoints: [{ ...member, out_request_no: 'walk-1', point_balance: 1280 }],
    confirmExchangeCoupon: [{ ...exchange, result: 'POINT_EXCHANGE_COUPON_REJECT', reject_reason: '积分不足' }],
    invalidateUserCard: [{ ...card, openid: 'openid-3', user_card_code: 'code-3', invalid_reason: '会员本人申请注销' }],
    createActivity: [activityInput(card_id)],
    listActivities: [{ ...card, activity_state: 'MEMBERSHIP_ACTIVITY_CREATED', ...page }],
    getActivity: [{ brand_id, activity_id }],
    updateActivity: [{ brand_id, activity_id, ...words }],
    terminateActivity: [{ brand_id, activity_id: ending_activity_id }],
    uploadImage: [
      { ...image, file_digest: digest },
      { ...image, sha256: digest },
    ],
    downloadCertificates: [{}],
  } satisfies Record<string, readonly Fields[]>
}
