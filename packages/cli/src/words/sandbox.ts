import { text } from '@card-member/sdk/protocol'

/** Words of `card-member sandbox`. */
export const sandboxWords = {
  summary: text({
    zh: '控制以 --sandbox 运行的平台：模拟会员操作、设置时钟、注入故障、查看收到的请求。',
    en: 'Control a platform that runs with --sandbox: act as a member, set its clock, inject faults, show received requests.',
  }),
  baseUrl: text({ zh: '平台地址', en: 'URL of the platform' }),
  token: text({ zh: '沙箱令牌', en: 'sandbox token' }),
  tokenFile: text({
    zh: '存放沙箱令牌的文件；默认为 data/rehearsal、data/demo 或 data 中的 sandbox.token',
    en: 'file with the sandbox token; default: sandbox.token in data/rehearsal, data/demo or data',
  }),
  noToken: text({
    zh: '沙箱需要令牌。令牌在平台数据目录的 sandbox.token 文件中：请用 --token-file 指定该文件；平台以 --sandbox-token 运行时，请用 --token 提供令牌。',
    en: 'The sandbox needs a token. It is in the file sandbox.token in the data folder of the platform: give --token-file FILE, or --token TOKEN when the platform runs with --sandbox-token.',
  }),
  state: text({ zh: '显示时钟、故障规则与通知去向。', en: 'Show the clock, the fault rules and where notifications are sent.' }),
  join: text({
    zh: '以会员身份领卡：状态为 UNACTIVATED，并通知商户。',
    en: 'Get a card as a member: its state is UNACTIVATED, and the merchant is notified.',
  }),
  delete: text({
    zh: '以会员身份删除会员卡（不可恢复），并通知商户。',
    en: 'Delete a card as its member; this is final, and the merchant is notified.',
  }),
  exchange: text({
    zh: '以会员身份用积分兑券，并请商户确认。',
    en: 'Exchange points for a coupon as a member; the merchant is asked to confirm.',
  }),
  ask: text({
    zh: '以会员身份打开会员卡，向商户询问积分余额。',
    en: 'Open a card as its member: the merchant is asked for the points balance.',
  }),
  clock: text({ zh: '查看或设置时钟。', en: 'Show or set the clock.' }),
  freeze: text({ zh: '冻结时钟', en: 'freeze the clock' }),
  real: text({ zh: '恢复为系统时间', en: 'use the system clock again' }),
  now: text({ zh: '跳到某一时刻，如 2026-11-24T10:00:00+08:00', en: 'set the clock to a time such as 2026-11-24T10:00:00+08:00' }),
  advance: text({ zh: '将时钟调快若干秒', en: 'move the clock forward by seconds' }),
  faults: text({ zh: '列出故障规则。', en: 'List the fault rules.' }),
  fault: text({ zh: '注入故障。', en: 'Inject a fault.' }),
  faultKind: text({ zh: '故障类型', en: 'the fault to inject' }),
  on: text({
    zh: '操作名（如 invalidateUserCard）或事件名（如 USER_CARD.CREATE）；默认全部',
    en: 'an operation such as invalidateUserCard, or an event such as USER_CARD.CREATE; default: all',
  }),
  count: text({ zh: '次数；默认一次', en: 'how many times; default: once' }),
  probability: text({ zh: '概率，0 到 1', en: 'probability, from 0 to 1' }),
  delay: text({ zh: 'delay 的毫秒数', en: 'milliseconds, for delay' }),
  seconds: text({ zh: '用于 skewed_clock 与 notification_late 的秒数', en: 'seconds, for skewed_clock and notification_late' }),
  faultClear: text({ zh: '移除一条或全部故障规则。', en: 'Remove one fault rule, or all.' }),
  faultId: text({ zh: '规则编号；默认全部', en: 'id of the rule; default: all' }),
  requests: text({
    zh: '显示最近收到的请求，以及验签失败的原因。',
    en: 'Show the last received requests, and why a signature was wrong.',
  }),
  notifications: text({ zh: '显示最新的通知。', en: 'Show the newest notifications.' }),
  deliver: text({ zh: '立即发送到期的通知，并等待发送完成。', en: 'Send all due notifications now, and wait for the result.' }),
  forward: text({ zh: '把所有通知发往同一地址。', en: 'Send all notifications to one URL.' }),
  forwardUrl: text({
    zh: 'http 或 https 地址；不填则恢复为各模板的 notify_url',
    en: "an http or https URL; default: each template's notify_url",
  }),
  last: text({ zh: '条数，最多 200', en: 'how many to show, at most 200' }),
  reset: text({ zh: '清除所有卡、故障与请求记录。', en: 'Delete all cards, fault rules and recorded requests.' }),
  snapshot: text({ zh: '把所有数据保存到文件。', en: 'Save all data to a file.' }),
  restore: text({ zh: '用保存的文件替换现有数据。', en: 'Replace all data by a saved file.' }),
  file: text({ zh: '文件', en: 'the file' }),
  brand: text({ zh: '品牌 ID', en: 'brand id' }),
  cardId: text({ zh: '会员卡模板 ID', en: 'id of the card template' }),
  openid: text({ zh: '会员的 openid', en: 'openid of the member' }),
  code: text({ zh: '会员卡号', en: 'code of the user card' }),
  phone: text({ zh: '会员填写的手机号', en: 'phone number that the member enters' }),
  points: text({ zh: '扣减的积分', en: 'points to deduct' }),
  coupon: text({ zh: '券的编号：兑换模板、商品券、批次', en: 'ids of the coupon: template, product, stock' }),
  number: (name: string) => text({ zh: `${name} 必须是数字。`, en: `${name} must be a number.` }),
  noTarget: (fault: string, on: string, names: readonly string[]) =>
    text({
      zh: `${fault} 不能用于“${on}”。--on 的可选值：${names.join('、')}`,
      en: `${fault} does not apply to "${on}". Allowed values of --on: ${names.join(', ')}`,
    }),
  unreachable: (url: string) => text({ zh: `${url} 无平台响应。`, en: `No platform answers at ${url}.` }),
  saved: (file: string) => text({ zh: `已保存到 ${file}。`, en: `Saved to ${file}.` }),
} as const
