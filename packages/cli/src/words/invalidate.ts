import { said } from './said.ts'

/** Words of `card-member invalidate`. */
export const invalidateWords = {
  summary: said(
    "Invalidate one member's card, for good. Shows the card first and asks.",
    '作废一张会员卡，不可恢复。会先展示卡片并要求确认。',
  ),
  code: said('user_card_code of the card', '会员卡 code（user_card_code）'),
  credential: said('credential file (JSON)', '凭证文件（JSON）'),
  brand: said('brand of the card', '品牌 ID'),
  cardId: said('template of the card', '会员卡模板 ID'),
  openid: said('OpenID of the member', '会员的 OpenID'),
  reason: said('why, 1 to 32 characters; the answer and later queries show it', '失效原因，1 到 32 个字；应答与查询会返回'),
  baseUrl: said('where the API is (default: as the credential file says, else WeChat Pay)', '接口地址（默认按凭证文件，否则为微信支付）'),
  yes: said('do not ask; for scripts, together with --consent-reference', '不再询问；用于脚本，须与 --consent-reference 同时给出'),
  consentReference: said("where the member's consent is on record", '会员同意的凭据编号或位置'),
  json: said('one JSON object on standard output', '在标准输出打印一个 JSON 对象'),
  consentMissing: said(
    "--yes needs --consent-reference TEXT: where the member's consent is on record. Nothing was sent.",
    '使用 --yes 时必须给出 --consent-reference 文本：会员同意的凭据。未发送任何请求。',
  ),
  cannotAsk: said(
    'This is no terminal, so nobody can be asked. For scripts give --yes together with --consent-reference TEXT. Nothing was sent.',
    '当前不是终端，无法询问。脚本中请同时给出 --yes 与 --consent-reference 文本。未发送任何请求。',
  ),
  reasonHidden: (character: string) =>
    said(
      `--reason holds a character that nobody sees (${character}); remove it.`,
      `--reason 中含有看不见的字符（${character}），请删去后重新输入。`,
    ),
  reasonEmpty: said('--reason must not be empty; leave it out instead.', '--reason 不能为空；可以不填。'),
  warning: said(
    'Invalidating a card can NEVER be undone. The member must have been told and must have agreed; WeChat Pay punishes it otherwise.',
    '作废会员卡【不可撤销】。必须事先告知会员并取得同意，否则微信支付将依规处罚。',
  ),
  retype: (count: number) =>
    said(`Retype the last ${count} characters of the code to go on`, `请输入会员卡 code 的最后 ${count} 个字符以继续`),
  retypeWrong: said('They do not match the code. Ctrl-C gives up.', '与会员卡 code 不一致。按 Ctrl-C 放弃。'),
  givenUp: said('Given up. Nothing was changed.', '已放弃，未做任何更改。'),
  alreadyInvalid: said('The card is invalid already; nothing was sent.', '该会员卡此前已失效，未发送作废请求。'),
  endedElsewhere: said(
    'The card is invalid, but not by this call: another one came first. This call was sent and changed nothing.',
    '该会员卡已失效，但不是本次调用所致：其他调用先一步使其失效。本次请求已发送，未产生影响。',
  ),
  done: said('Done. The answer was verified.', '已作废，应答验签通过。'),
  doneReadBack: said(
    'Done. The answer to the call itself cannot be used, but the card was read back and is invalid:',
    '已作废。调用本身的应答不可用，但已查询确认会员卡失效：',
  ),
  notSent: said('Not done: the call was never sent.', '未作废：作废请求未发出。'),
  refused: said('Not done: the platform refused the call, and the card is not invalid.', '未作废：平台拒绝了作废请求，会员卡未失效。'),
  notRead: said('Not done: the card could not be read, so nothing was sent.', '未作废：无法查询会员卡，未发送作废请求。'),
  unknown: said(
    'UNKNOWN: it was sent, and no answer proves what became of it. When it was read last, the card was not invalid:',
    '结果未知：请求已发送，但没有应答能证明结果。最近一次查询时，卡片尚未失效：',
  ),
  settledAfter: (time: string) =>
    said(
      `Do not repeat it blindly. Run the same command again after ${time}: it reads the card first, and what was sent can take effect no more by then.`,
      `请勿盲目重发。请在 ${time} 之后再次运行同一命令：它会先查询卡片，届时已发送的请求不会再生效。`,
    ),
} as const
