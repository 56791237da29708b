import { said } from './said.ts'

/** Words of `card-member consent`. */
export const consentWords = {
  summary: said("Record members' consent to the end of their cards.", '登记会员对作废会员卡的同意。'),
  add: said('Record that a member was told and agreed; prints the id of the consent.', '登记已告知会员并取得同意；打印同意记录的 ID。'),
  cardId: said('template of the card', '会员卡模板 ID'),
  code: said('user_card_code of the card', '会员卡 code（user_card_code）'),
  openid: said('OpenID of the member', '会员的 OpenID'),
  channel: said('how the member was told: sms, phone, store, online or mail', '告知渠道：sms、phone、store、online 或 mail'),
  toldAt: said(
    'when the member was told, such as "2026-11-24 10:00" (Beijing time) or with a zone',
    '告知时间，如 "2026-11-24 10:00"（北京时间）或带时区',
  ),
  agreedAt: said('when the member agreed', '会员同意的时间'),
  reason: said('why the card ends, 1 to 32 characters; the platform shows it', '失效原因，1 到 32 个字；平台会展示'),
  reference: said('where the consent is on record elsewhere', '其他系统中的凭据编号'),
  evidence: said('a PDF, JPEG or PNG that shows the consent, at most 10 MB', '证明同意的 PDF、JPEG 或 PNG 文件，最大 10 MB'),
  notice: said('version of the text that the member was shown; the newest unless given', '会员所见告知文本的版本；默认最新'),
  withdraw: said(
    'Take back what a member agreed to for a card: every consent they gave until now is closed.',
    '登记会员撤回对某张卡的同意：此前的同意全部关闭。',
  ),
  withdrawWhich: said(
    'Name a consent, or the card and the member by --card-id, --code and --openid.',
    '请给出同意记录的 ID，或以 --card-id、--code、--openid 指明会员卡与会员。',
  ),
  withdrawn: (time: string, count: number) =>
    said(
      `Taken back at ${time}; consents that were open: ${count}. Only a consent given after that can be recorded.`,
      `已于 ${time} 撤回，关闭的同意：${count} 条。此后只能登记撤回之后重新取得的同意。`,
    ),
  callBefore: (record_id: string) =>
    said(
      `A call for this card left before: see ${record_id}. It may end the card, or has ended it.`,
      `此前已对该卡发出作废请求（${record_id}），该卡可能已被或将被作废。`,
    ),
  withdrawnAt: said('withdrawn', '撤回时间'),
  id: said('id of the consent', '同意记录 ID'),
  list: said("List a brand's consents, the newest first.", '列出品牌的同意记录，最新的在前。'),
  state: said('recorded, withdrawn or used', 'recorded、withdrawn 或 used'),
  together: said('--card-id and --code name a card together; give both or none.', '--card-id 与 --code 须同时给出或都不给。'),
  badTime: (option: string) =>
    said(
      `${option} must be a time such as "2026-11-24 10:00" or 2026-11-24T10:00:00+08:00.`,
      `${option} 须为时间，如 "2026-11-24 10:00" 或 2026-11-24T10:00:00+08:00。`,
    ),
  expires: said('may be used until', '有效期至'),
  told: said('told', '告知'),
  agreed: said('agreed', '同意'),
  card: said('card', '会员卡'),
  stateName: said('state', '状态'),
  none: said('There are no consents.', '没有同意记录。'),
  others: (count: number) => said(`… and ${count} older ones`, `……另有 ${count} 条更早的记录`),
} as const
