import { text } from '@card-member/sdk/protocol'

/** Words of `card-member desk find`, `desk invalidate` and `desk reconcile`. */
export const deskCardWords = {
  find: text({
    zh: '从平台查询会员卡，个人信息已掩码：按 OpenID 或卡号。',
    en: 'Read cards from the platform, personal data masked: by OpenID or by code.',
  }),
  text: text({
    zh: '会员卡 code 或会员的 OpenID：纯数字按 code 查询，给出 --card-id 或 --openid 时也按 code 查询',
    en: 'code of the card or OpenID of the member: digits alone are a code, and so is any text with --card-id or --openid',
  }),
  findCardId: text({ zh: '会员卡模板 ID', en: 'template of the card' }),
  findOpenid: text({
    zh: '按 code 查询时会员的 OpenID；服务台已有记录的卡可不填',
    en: 'OpenID of the member, for a search by code; not needed for a card that the desk has on record',
  }),
  invalidateOpenid: text({
    zh: '会员的 OpenID；默认取自同意记录',
    en: 'OpenID of the member (default: that of the consent)',
  }),
  none: text({ zh: '没有找到会员卡。', en: 'No card was found.' }),
  invalidate: text({
    zh: '按服务台的规则作废一张会员卡，不可恢复：须有会员的同意记录。',
    en: "Invalidate one card by the desk's rules, for good: a consent of the member must be on record.",
  }),
  consent: text({ zh: '同意记录 ID；默认该卡最新的可用同意', en: 'id of the consent (default: the newest open one for the card)' }),
  noConsent: (command: string) =>
    text({
      zh: `该会员卡没有可用的同意记录，未发送任何请求。请先登记：${command}`,
      en: `There is no open consent for this card, so nothing was sent. Record one first: ${command}`,
    }),
  lastFour: text({
    zh: '会员卡 code 的最后 4 个字符，代替询问；用于脚本',
    en: 'last 4 characters of the code, in place of the question; for scripts',
  }),
  cannotAsk: text({
    zh: '当前不是终端，无法询问。脚本中请给出 --last-four。未发送任何请求。',
    en: 'This is no terminal, so the last 4 characters of the code cannot be asked for. Give --last-four. Nothing was sent.',
  }),
  unknown: (time: string, command: string) =>
    text({
      zh: `结果未知：请求已发送，但没有应答能证明结果。请勿再次作废。运行中的服务台会自动核实，最晚 ${time} 可确定；也可执行：${command}`,
      en: `The outcome is unknown: the request was sent, and no answer proves what it did. Do not invalidate the card again. A running desk reads the card until the outcome is known, at the latest after ${time}; or run: ${command}`,
    }),
  reconcile: text({
    zh: '核实一次结果未知的作废：查询会员卡，不会再次作废。',
    en: 'Read the card of an invalidation whose outcome is unknown; nothing is sent again.',
  }),
  id: text({ zh: '作废记录 ID', en: 'id of the invalidation' }),
  state: text({ zh: '状态', en: 'state' }),
  message: text({ zh: '说明', en: 'message' }),
  card: text({ zh: '会员卡', en: 'card' }),
  consentShown: text({ zh: '同意记录', en: 'consent' }),
  invalidTime: text({ zh: '失效时间', en: 'invalid since' }),
} as const
