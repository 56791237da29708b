import { said } from './said.ts'

/** Words of `card-member demo` and `card-member start`. */
export const demoWords = {
  summary: said(
    "Show it all in one process: a platform on a throw-away database, a member, and the end of the member's card.",
    '单进程演示：临时数据库上的平台、一位会员，以及作废其会员卡的全过程。',
  ),
  startSummary: said(
    'Run platform and desk with demo data that is kept, and print commands to try.',
    '运行带演示数据的平台与服务台（数据保留），并打印可直接试用的命令。',
  ),
  port: said('port to listen at (default: 8080, or any free one when that is taken)', '监听端口（默认 8080，被占用时用任意空闲端口）'),
  deskPort: said(
    'port of the desk (default: 8090, or any free one when that is taken)',
    '服务台监听端口（默认 8090，被占用时用任意空闲端口）',
  ),
  folder: said('where keys, credential and database are kept', '密钥、凭证与数据库的存放目录'),
  started: (url: string) =>
    said(`1. A platform answers at ${url}, its database is thrown away afterwards.`, `1. 平台已启动：${url}，数据库用后即弃。`),
  created: (card_id: string) => said(`2. Brand 1004 has a template: ${card_id}.`, `2. 品牌 1004 已创建会员卡模板：${card_id}。`),
  imported: (code: string) => said(`3. A member was imported with the code ${code}:`, `3. 已导入会员，会员卡 code 为 ${code}：`),
  invalidating: said(
    '4. The card is invalidated: signed by the merchant, decided, stored, answered, and the answer verified.',
    '4. 作废该会员卡：商户签名、平台判定、落盘、应答，客户端验签。',
  ),
  verified: said('5. The verified answer:', '5. 已验签的应答：'),
  readBack: said('6. Read back from the platform:', '6. 从平台查询到的状态：'),
  notInvalid: said('The card is not invalid after the call.', '调用之后会员卡并未失效。'),
  signedBy: said('signed by', '签名密钥'),
  merchant: said('merchant', '商户号'),
  brand: said('brand', '品牌'),
  template: said('template', '会员卡模板'),
  members: said('members', '会员'),
  credential: said('credential', '凭证文件'),
  try: said(
    'Invalidate a first card: paste this into another terminal. Nothing leaves this machine.',
    '试着作废第一张会员卡：把下面的命令粘贴到另一个终端。请求不会离开本机。',
  ),
  people: said('people of the desk', '服务台人员'),
  secrets: (path: string) =>
    said(
      `Their passwords and second factors (otpauth URIs for an authenticator app): ${path}`,
      `他们的密码与动态验证码（otpauth URI，可导入验证器应用）：${path}`,
    ),
  tryBatch: (state: string) =>
    said(
      `End a batch of memberships: the author prepared one (it is ${state}); these go on with it.`,
      `批量作废会员卡：制作人已备好一个批次（状态 ${state}），用以下命令继续。`,
    ),
  stop: said('Ctrl-C stops the platform; the data stays.', '按 Ctrl-C 停止平台，数据会保留。'),
} as const
