import { text } from '@card-member/sdk/contract'

/** Words of `card-member sandbox`. */
export const sandboxWords = {
  summary: text({
    zh: '在以 --sandbox 运行的平台上演练：扮演会员、拨动时钟、制造故障、查看收到的请求。',
    en: 'Rehearse on a platform that runs with --sandbox: act as a member, move its clock, let things go wrong, see what arrived.',
  }),
  baseUrl: text({ zh: '平台地址', en: 'where the platform is' }),
  token: text({ zh: '沙箱令牌', en: 'the token of the sandbox' }),
  tokenFile: text({
    zh: '存放沙箱令牌的文件；默认为 data/rehearsal、data/demo 或 data 中的 sandbox.token',
    en: 'the file that holds it; sandbox.token in data/rehearsal, data/demo or data unless given',
  }),
  noToken: text({
    zh: '沙箱需要令牌。令牌在平台数据目录的 sandbox.token 文件中：请用 --token-file 指定该文件；平台以 --sandbox-token 运行时，请用 --token 提供令牌。',
    en: 'The sandbox wants its token. It is in sandbox.token in the data folder of the platform: give --token-file FILE, or --token TOKEN when the platform runs with --sandbox-token.',
  }),
  state: text({ zh: '显示时钟、故障规则与通知去向。', en: 'Show the clock, the faults and where notifications go.' }),
  join: text({
    zh: '以会员身份领卡：状态为 UNACTIVATED，并通知商户。',
    en: 'Take a card as the member does: UNACTIVATED, and the merchant is told.',
  }),
  delete: text({
    zh: '以会员身份删除会员卡（不可恢复），并通知商户。',
    en: 'Delete a card as the member does, for good; the merchant is told.',
  }),
  exchange: text({
    zh: '以会员身份用积分兑券，并询问商户。',
    en: 'Exchange points for a coupon as the member does; the merchant is asked.',
  }),
  ask: text({
    zh: '以会员身份打开会员卡，向商户询问积分余额。',
    en: 'Open a card as the member does, so that the merchant is asked for its balance.',
  }),
  clock: text({ zh: '查看或拨动时钟。', en: 'Show or move the clock.' }),
  freeze: text({ zh: '停住时钟', en: 'stop it' }),
  real: text({ zh: '恢复为机器时间', en: "go back to the machine's" }),
  now: text({ zh: '跳到某一时刻，如 2026-11-24T10:00:00+08:00', en: 'jump to a time, such as 2026-11-24T10:00:00+08:00' }),
  advance: text({ zh: '向前拨若干秒', en: 'move it on by seconds' }),
  faults: text({ zh: '列出故障规则。', en: 'List the faults.' }),
  fault: text({ zh: '制造故障。', en: 'Let something go wrong.' }),
  faultKind: text({ zh: '故障类型', en: 'what goes wrong' }),
  on: text({
    zh: '操作名（如 invalidateUserCard）或事件名（如 USER_CARD.CREATE）；默认全部',
    en: 'an operation such as invalidateUserCard, or an event such as USER_CARD.CREATE; all unless given',
  }),
  count: text({ zh: '次数；默认一次', en: 'how many times; once unless given' }),
  probability: text({ zh: '概率，0 到 1', en: 'from 0 to 1' }),
  delay: text({ zh: 'delay 的毫秒数', en: 'for delay, milliseconds' }),
  seconds: text({ zh: '用于 skewed_clock 与 notification_late 的秒数', en: 'for skewed_clock and notification_late' }),
  heal: text({ zh: '移除一条或全部故障规则。', en: 'Take away one fault, or all.' }),
  faultId: text({ zh: '规则编号；默认全部', en: 'its id; all of them unless given' }),
  requests: text({
    zh: '显示最近收到的请求及其签名问题。',
    en: 'Show the last requests that arrived, and what was wrong with their signatures.',
  }),
  notifications: text({ zh: '显示最新的通知。', en: 'Show the newest notifications.' }),
  deliver: text({ zh: '立即发送到期的通知并等待完成。', en: 'Send now what is due, and wait for it.' }),
  forward: text({ zh: '把所有通知发往同一地址。', en: 'Send all notifications to one place.' }),
  forwardUrl: text({
    zh: 'http 或 https 地址；不填则恢复为各模板的 notify_url',
    en: "an http or https URL; each template's notify_url again unless given",
  }),
  last: text({ zh: '条数，最多 200', en: 'how many, at most 200' }),
  reset: text({ zh: '清除所有卡、故障与请求记录。', en: 'Remove every card, fault and recorded request.' }),
  snapshot: text({ zh: '把所有数据保存到文件。', en: 'Save every row to a file.' }),
  restore: text({ zh: '用保存的文件替换现有数据。', en: 'Put a saved file in place of all that is there.' }),
  file: text({ zh: '文件', en: 'the file' }),
  brand: text({ zh: '品牌', en: 'the brand' }),
  cardId: text({ zh: '会员卡模板', en: 'the template' }),
  openid: text({ zh: '会员', en: 'the member' }),
  code: text({ zh: '会员卡号', en: 'the code of the card' }),
  phone: text({ zh: '会员填写的手机号', en: 'what the member gives' }),
  points: text({ zh: '扣减的积分', en: 'how many points' }),
  coupon: text({ zh: '券的编号：兑换模板、商品券、批次', en: 'ids of the coupon: template, product, stock' }),
  number: (name: string) => text({ zh: `${name} 必须是数字。`, en: `${name} must be a number.` }),
  noTarget: (fault: string, on: string, names: readonly string[]) =>
    text({
      zh: `${fault} 无法作用于“${on}”：没有这个名称。--on 可选：${names.join('、')}`,
      en: `${fault} cannot strike "${on}", for there is nothing of that name. --on takes: ${names.join(', ')}`,
    }),
  unreachable: (url: string) => text({ zh: `${url} 没有平台应答。`, en: `No platform answers at ${url}.` }),
  saved: (file: string) => text({ zh: `已保存到 ${file}。`, en: `Saved to ${file}.` }),
} as const
