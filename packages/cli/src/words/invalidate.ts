import { text } from '@card-member/sdk/protocol'

/** Words of `card-member invalidate`. */
export const invalidateWords = {
  summary: text({
    zh: '作废一张会员卡，不可恢复。会先展示卡片并要求确认。',
    en: "Invalidate one member's card, for good. Shows the card first and asks.",
  }),
  code: text({ zh: '会员卡 code（user_card_code）', en: 'user_card_code of the card' }),
  credential: text({ zh: '凭证文件（JSON）', en: 'credential file (JSON)' }),
  brand: text({ zh: '品牌 ID', en: 'brand of the card' }),
  cardId: text({ zh: '会员卡模板 ID', en: 'id of the card template' }),
  openid: text({ zh: '会员的 OpenID', en: 'OpenID of the member' }),
  reason: text({ zh: '失效原因，1 到 32 个字；应答与查询会返回', en: 'reason, 1 to 32 characters; the answer and later queries show it' }),
  baseUrl: text({
    zh: '接口地址（默认按凭证文件，否则为微信支付）',
    en: 'URL of the API (default: that of the credential file, or WeChat Pay)',
  }),
  yes: text({
    zh: '不再询问；用于脚本，须与 --consent-reference 同时给出',
    en: 'do not ask; for scripts, together with --consent-reference',
  }),
  consentReference: text({ zh: '会员同意的凭据编号或位置', en: "where the member's consent is on record" }),
  json: text({ zh: '在标准输出打印一个 JSON 对象', en: 'one JSON object on standard output' }),
  consentMissing: text({
    zh: '使用 --yes 时必须给出 --consent-reference 文本：会员同意的凭据。未发送任何请求。',
    en: "--yes needs --consent-reference TEXT: where the member's consent is on record. Nothing was sent.",
  }),
  cannotAsk: text({
    zh: '当前不是终端，无法询问。脚本中请同时给出 --yes 与 --consent-reference 文本。未发送任何请求。',
    en: 'This is no terminal, so nobody can be asked. For scripts give --yes together with --consent-reference TEXT. Nothing was sent.',
  }),
  reasonHidden: (character: string) =>
    text({
      zh: `--reason 中含有看不见的字符（${character}），请删去后重新输入。`,
      en: `--reason holds a character that nobody sees (${character}); remove it.`,
    }),
  reasonEmpty: text({ zh: '--reason 不能为空；可以不填。', en: '--reason must not be empty; leave it out instead.' }),
  warning: text({
    zh: '作废会员卡【不可撤销】。必须事先告知会员并取得同意，否则微信支付将依规处罚。',
    en: 'Invalidating a card can NEVER be undone. The member must have been told and must have agreed; WeChat Pay punishes it otherwise.',
  }),
  retype: (count: number) =>
    text({ zh: `请输入会员卡 code 的最后 ${count} 个字符以继续`, en: `Retype the last ${count} characters of the code to go on` }),
  retypeWrong: text({ zh: '与会员卡 code 不一致。按 Ctrl-C 放弃。', en: 'They do not match the code. Ctrl-C gives up.' }),
  givenUp: text({ zh: '已放弃，未做任何更改。', en: 'Given up. Nothing was changed.' }),
  alreadyInvalid: text({ zh: '该会员卡此前已失效，未发送作废请求。', en: 'The card is invalid already; nothing was sent.' }),
  endedElsewhere: text({
    zh: '该会员卡已失效，但不是本次调用所致：其他调用先一步使其失效。本次请求已发送，未产生影响。',
    en: 'The card is invalid, but not by this call: another one came first. This call was sent and changed nothing.',
  }),
  done: text({ zh: '已作废，应答验签通过。', en: 'Done. The answer was verified.' }),
  doneReadBack: text({
    zh: '已作废。调用本身的应答不可用，但已查询确认会员卡失效：',
    en: 'Done. The answer to the call itself cannot be used, but the card was read back and is invalid:',
  }),
  notSent: text({ zh: '未作废：作废请求未发出。', en: 'Not done: the call was never sent.' }),
  refused: text({
    zh: '未作废：平台拒绝了作废请求，会员卡未失效。',
    en: 'Not done: the platform refused the call, and the card is not invalid.',
  }),
  notRead: text({ zh: '未作废：无法查询会员卡，未发送作废请求。', en: 'Not done: the card could not be read, so nothing was sent.' }),
  unknown: text({
    zh: '结果未知：请求已发送，但没有应答能证明结果。最近一次查询时，卡片尚未失效：',
    en: 'UNKNOWN: it was sent, and no answer proves what became of it. When it was read last, the card was not invalid:',
  }),
  settledAfter: (time: string) =>
    text({
      zh: `请勿盲目重发。请在 ${time} 之后再次运行同一命令：它会先查询卡片，届时已发送的请求不会再生效。`,
      en: `Do not repeat it blindly. Run the same command again after ${time}: it reads the card first, and what was sent can take effect no more by then.`,
    }),
} as const
