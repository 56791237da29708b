import { type Static, Type, text } from '@card-member/sdk/contract'
import { NamedConnection } from './connection.ts'
import { BrandId, CardId, OpenId, Time, UserCardCode } from './field.ts'
import { deskOperation } from './operation.ts'
import { rehearsalFaults } from './rehearsal-fault.ts'

const base = '/api/connections/{name}/rehearsal'

const faults = [...rehearsalFaults.calls, ...rehearsalFaults.notifications]
const named = { name: NamedConnection }
const card = { ...named, brand_id: BrandId, card_id: CardId, user_card_code: UserCardCode, openid: OpenId }
const last = { last: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'How many of the newest. Default 20.' })) }

/** A fault that is switched on. */
const FaultView = Type.Object(
  {
    fault_id: Type.String(),
    fault: Type.Enum([...faults]),
    on: Type.Optional(Type.String({ description: 'An operation or an event. Absent: all of them.' })),
    remaining: Type.Optional(Type.Integer({ description: 'How often it still applies. Absent: without a limit.' })),
    injected: Type.Integer({ description: 'How often it has applied.' }),
    probability: Type.Optional(Type.Number()),
    delay_ms: Type.Optional(Type.Integer()),
    seconds: Type.Optional(Type.Integer()),
  },
  { title: 'RehearsalFault' },
)

const StateView = Type.Object(
  {
    clock: Type.Object({
      mode: Type.Enum(['real', 'frozen']),
      now: Time,
      ahead_seconds: Type.Integer({ description: "By how much it is ahead of this desk's clock." }),
    }),
    faults: Type.Array(FaultView),
    forward: Type.Optional(Type.String({ description: "Where all notifications go. Absent: each template's notify_url." })),
  },
  { title: 'RehearsalState' },
)

/** How a signature was judged. */
const SignatureView = Type.Object({
  valid: Type.Boolean(),
  line: Type.Optional(Type.Integer({ description: 'The line of the signed message that differs, 1 to 5.' })),
  code: Type.Optional(Type.String({ description: 'Why it is wrong, such as `query_left_out`.' })),
  issue: Type.Optional(Type.String({ description: 'The same in words.' })),
  signed_line: Type.Optional(Type.String({ description: 'That line as the caller signed it, if it is known.' })),
})

/** One request as the sandbox received and answered it. OpenIDs and codes are masked. */
const RequestView = Type.Object(
  {
    request_id: Type.String(),
    time: Time,
    operation: Type.String(),
    method: Type.String(),
    target: Type.String(),
    caller_kind: Type.Optional(Type.Enum(['partner', 'brand'])),
    caller_id: Type.Optional(Type.String()),
    serial_no: Type.Optional(Type.String()),
    lines: Type.Optional(
      Type.Array(Type.String(), { description: 'The five lines that the signature must be of: method, target, timestamp, nonce, body.' }),
    ),
    signature: Type.Optional(SignatureView),
    status: Type.Optional(Type.Integer()),
    answer: Type.Optional(Type.String()),
    fault: Type.Optional(Type.Enum([...faults])),
  },
  { title: 'RehearsalRequest' },
)

/** One notification of the sandbox. */
const NotificationView = Type.Object(
  {
    notification_id: Type.String(),
    event: Type.String(),
    brand_id: Type.String(),
    card_id: Type.String(),
    openid: Type.String({ description: 'Masked.' }),
    state: Type.Enum(['pending', 'delivered', 'given_up']),
    attempts: Type.Integer(),
    next_time: Time,
    last_result: Type.Optional(Type.String({ description: '`accepted`, or why the last attempt failed.' })),
    last_status: Type.Optional(Type.Integer()),
    last_detail: Type.Optional(Type.String()),
  },
  { title: 'RehearsalNotification' },
)

/** A member's card as a rehearsal left it. */
const CardState = Type.Object({ user_card_code: Type.Optional(UserCardCode), user_card_state: Type.String() })

const usual = { query: [], permission: 'rehearse' } as const

export const getRehearsal = deskOperation({
  ...usual,
  id: 'getRehearsal',
  method: 'GET',
  path: base,
  summary: text({ zh: '查询沙箱的时钟与故障', en: 'Get the clock and the faults of a sandbox' }),
  input: Type.Object(named),
  reply: StateView,
})

export const listRehearsalRequests = deskOperation({
  ...usual,
  id: 'listRehearsalRequests',
  method: 'GET',
  path: `${base}/requests`,
  query: ['last'],
  summary: text({
    zh: '查询沙箱收到的请求：验签结果与失败的原因',
    en: 'List the requests that a sandbox received, and why a signature was wrong',
  }),
  input: Type.Object({ ...named, ...last }),
  reply: Type.Object({ data: Type.Array(RequestView) }),
})

export const listRehearsalNotifications = deskOperation({
  ...usual,
  id: 'listRehearsalNotifications',
  method: 'GET',
  path: `${base}/notifications`,
  query: ['last'],
  summary: text({ zh: '查询沙箱的通知', en: 'List the notifications of a sandbox' }),
  input: Type.Object({ ...named, ...last }),
  reply: Type.Object({ data: Type.Array(NotificationView) }),
})

export const rehearseJoin = deskOperation({
  ...usual,
  id: 'rehearseJoin',
  method: 'POST',
  path: `${base}/join`,
  summary: text({ zh: '以会员身份领卡', en: 'Get a card as a member does' }),
  input: Type.Object({
    ...named,
    brand_id: BrandId,
    card_id: CardId,
    openid: OpenId,
    phone_number: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
  }),
  reply: CardState,
})

export const rehearseActivate = deskOperation({
  ...usual,
  id: 'rehearseActivate',
  method: 'POST',
  path: `${base}/activate`,
  summary: text({ zh: '激活会员卡：以商户身份同步开通结果', en: 'Activate a card: confirm as the merchant that the member joined' }),
  input: Type.Object(card),
  reply: CardState,
})

export const rehearseChange = deskOperation({
  ...usual,
  id: 'rehearseChange',
  method: 'POST',
  path: `${base}/change`,
  summary: text({ zh: '修改会员卡等级', en: 'Change the level of a card' }),
  input: Type.Object({ ...card, level: Type.String({ minLength: 1, maxLength: 10 }) }),
  reply: CardState,
})

export const rehearseExchange = deskOperation({
  ...usual,
  id: 'rehearseExchange',
  method: 'POST',
  path: `${base}/exchange`,
  summary: text({ zh: '以会员身份用积分兑券', en: 'Exchange points for a coupon as the member does' }),
  input: Type.Object({ ...card, deduct_points: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
  reply: Type.Object({ record_id: Type.String() }),
})

export const rehearseOpen = deskOperation({
  ...usual,
  id: 'rehearseOpen',
  method: 'POST',
  path: `${base}/open`,
  summary: text({
    zh: '以会员身份打开会员卡：平台向商户询问积分',
    en: 'Open a card as the member does: the merchant is asked for the points',
  }),
  input: Type.Object(card),
  reply: Type.Object({}),
})

export const rehearseDelete = deskOperation({
  ...usual,
  id: 'rehearseDelete',
  method: 'POST',
  path: `${base}/delete`,
  summary: text({ zh: '以会员身份删除会员卡', en: 'Delete a card as the member does' }),
  input: Type.Object(card),
  reply: CardState,
})

export const setRehearsalClock = deskOperation({
  ...usual,
  id: 'setRehearsalClock',
  method: 'POST',
  path: `${base}/clock`,
  summary: text({ zh: '拨动沙箱的时钟', en: 'Turn the clock of a sandbox' }),
  input: Type.Object({
    ...named,
    mode: Type.Optional(Type.Enum(['real', 'frozen'], { description: '`real` is the system clock, `frozen` stops it.' })),
    now: Type.Optional(Time),
    advance_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_155_760_000 })),
  }),
  reply: StateView,
})

export const addRehearsalFault = deskOperation({
  ...usual,
  id: 'addRehearsalFault',
  method: 'POST',
  path: `${base}/faults`,
  summary: text({ zh: '打开一种故障', en: 'Switch a fault on' }),
  input: Type.Object({
    ...named,
    fault: Type.Enum([...faults]),
    on: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'An operation or an event. Default: all of them.' })),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'How often it applies. Default once.' })),
    delay_ms: Type.Optional(Type.Integer({ minimum: 1, maximum: 60_000, description: 'For `delay`. Default 1000.' })),
    seconds: Type.Optional(
      Type.Integer({
        minimum: -31_536_000,
        maximum: 31_536_000,
        description: 'For `skewed_clock` and `notification_late`. Default 600.',
      }),
    ),
  }),
  reply: StateView,
})

export const clearRehearsalFaults = deskOperation({
  ...usual,
  id: 'clearRehearsalFaults',
  method: 'POST',
  path: `${base}/faults/clear`,
  summary: text({ zh: '关闭一种或全部故障', en: 'Switch one fault off, or all' }),
  input: Type.Object({ ...named, fault_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Default: all.' })) }),
  reply: StateView,
})

export const deliverRehearsal = deskOperation({
  ...usual,
  id: 'deliverRehearsal',
  method: 'POST',
  path: `${base}/deliver`,
  bodyless: true,
  summary: text({ zh: '立即发送到期的通知', en: 'Send the notifications that are due' }),
  input: Type.Object(named),
  reply: Type.Object({ data: Type.Array(NotificationView) }),
})

export const resetRehearsal = deskOperation({
  ...usual,
  id: 'resetRehearsal',
  method: 'POST',
  path: `${base}/reset`,
  bodyless: true,
  summary: text({
    zh: '重置沙箱：删除所有会员卡、故障与收到的请求，时钟恢复；保留模板',
    en: 'Reset a sandbox: delete every member card, fault and received request and use the system clock; templates stay',
  }),
  input: Type.Object(named),
  reply: StateView,
})

/** The operations on a sandbox by their ids. */
export const rehearsalOperations = {
  getRehearsal,
  listRehearsalRequests,
  listRehearsalNotifications,
  rehearseJoin,
  rehearseActivate,
  rehearseChange,
  rehearseExchange,
  rehearseOpen,
  rehearseDelete,
  setRehearsalClock,
  addRehearsalFault,
  clearRehearsalFaults,
  deliverRehearsal,
  resetRehearsal,
} as const

/** A fault that is switched on. */
export type FaultView = Static<typeof FaultView>
/** The clock and the faults of a sandbox. */
export type RehearsalState = Static<typeof StateView>
/** One request as a sandbox received it. */
export type RehearsalRequest = Static<typeof RequestView>
/** One notification of a sandbox. */
export type RehearsalNotification = Static<typeof NotificationView>
