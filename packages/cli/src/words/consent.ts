import { text } from '@card-member/sdk/protocol'

/** Words of `card-member consent`. */
export const consentWords = {
  summary: text({
    zh: '登记会员对作废会员卡的同意，或请会员自行表示同意。',
    en: "Record members' consent to the end of their cards, or ask members for it.",
  }),
  add: text({
    zh: '登记已告知会员并取得同意；打印同意记录的 ID。',
    en: 'Record that a member was told and agreed; prints the id of the consent.',
  }),
  cardId: text({ zh: '会员卡模板 ID', en: 'id of the card template' }),
  code: text({ zh: '会员卡 code（user_card_code）', en: 'user_card_code of the card' }),
  openid: text({ zh: '会员的 OpenID', en: 'OpenID of the member' }),
  channel: text({ zh: '告知渠道：sms、phone、store、online 或 mail', en: 'how the member was told: sms, phone, store, online or mail' }),
  toldAt: text({
    zh: '告知时间，如 "2026-11-24 10:00"（北京时间）或带时区',
    en: 'when the member was told, such as "2026-11-24 10:00" (Beijing time) or with a zone',
  }),
  agreedAt: text({ zh: '会员同意的时间', en: 'when the member agreed' }),
  reason: text({ zh: '失效原因，1 到 32 个字；平台会展示', en: 'reason of the invalidation, 1 to 32 characters; the platform shows it' }),
  reference: text({ zh: '其他系统中的凭据编号', en: 'number of the consent in another system' }),
  evidence: text({
    zh: '证明同意的 PDF、JPEG 或 PNG 文件，最大 10 MB；可多次给出',
    en: 'a PDF, JPEG or PNG that shows the consent, at most 10 MB; may be given several times',
  }),
  noticeLanguage: text({
    zh: '会员所见告知文本的语言："zh-CN"（中文，默认）或 "en"（英文）',
    en: 'language of the text that the member was shown: zh-CN (default) or en',
  }),
  toldBy: text({ zh: '告知会员的人或系统；默认为登记人', en: 'the person or system that informed the member (default: you)' }),
  expressed: text({
    zh: '会员如何表示同意："reply"（回复）、"click"（点击）、"signature"（签名）或 "spoken"（口头）；默认按渠道：短信与邮件为回复，电话为口头，门店为签名，线上为点击',
    en: 'how the member agreed: reply, click, signature or spoken (default by channel: sms and mail reply, phone spoken, store signature, online click)',
  }),
  agreedBy: text({ zh: '谁表示同意："member"（会员本人，默认）或 "guardian"（监护人）', en: 'who agreed: member (default) or guardian' }),
  supersede: text({ zh: '取代该卡未使用的同意', en: 'replace the open consent of the card' }),
  proof: text({ zh: '证明方式', en: 'proof' }),
  notice: text({ zh: '会员所见告知文本的版本；默认最新', en: 'version of the text that the member was shown (default: the newest)' }),
  withdraw: text({
    zh: '登记会员撤回对某张卡的同意：此前的同意全部关闭。',
    en: 'Record that a member withdraws their consent for a card: every consent given until now is closed.',
  }),
  withdrawWhich: text({
    zh: '请给出同意记录的 ID，或以 --card-id、--code、--openid 指明会员卡与会员。',
    en: 'Name a consent, or the card and the member by --card-id, --code and --openid.',
  }),
  withdrawn: (time: string, count: number) =>
    text({
      zh: `已于 ${time} 撤回，关闭的同意：${count} 条。此后只能登记撤回之后重新取得的同意。`,
      en: `Withdrawn at ${time}; open consents that were closed: ${count}. From now on only a later consent can be recorded.`,
    }),
  earlierInvalidation: (invalidation_id: string) =>
    text({
      zh: `此前已对该卡发出作废请求（${invalidation_id}），该卡可能已被或将被作废。`,
      en: `A request to invalidate this card was sent before (${invalidation_id}). The card may be invalid already, or become so.`,
    }),
  withdrawnAt: text({ zh: '撤回时间', en: 'withdrawn' }),
  id: text({ zh: '同意记录 ID', en: 'id of the consent' }),
  list: text({ zh: '列出品牌的同意记录，最新的在前。', en: "List a brand's consents, the newest first." }),
  state: text({ zh: '"recorded"、"withdrawn"、"superseded" 或 "used"', en: 'recorded, withdrawn, superseded or used' }),
  together: text({
    zh: '--card-id 与 --code 须同时给出或都不给。',
    en: '--card-id and --code name a card together. Give both, or none of them.',
  }),
  badTime: (option: string) =>
    text({
      zh: `${option} 须为时间，如 "2026-11-24 10:00" 或 2026-11-24T10:00:00+08:00。`,
      en: `${option} must be a time such as "2026-11-24 10:00" or 2026-11-24T10:00:00+08:00.`,
    }),
  expires: text({ zh: '有效期至', en: 'valid until' }),
  told: text({ zh: '告知', en: 'told' }),
  agreed: text({ zh: '同意', en: 'agreed' }),
  card: text({ zh: '会员卡', en: 'card' }),
  stateName: text({ zh: '状态', en: 'state' }),
  none: text({ zh: '没有同意记录。', en: 'There are no consents.' }),
  others: (count: number, least: boolean) =>
    text({ zh: `……另有 ${count} 条${least ? '以上' : ''}更早的记录`, en: `… and ${least ? 'at least ' : ''}${count} older ones` }),
} as const
