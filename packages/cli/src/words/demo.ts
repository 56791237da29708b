import { text } from '@card-member/sdk/protocol'

/** Words of `card-member demo` and `card-member start`. */
export const demoWords = {
  summary: text({
    zh: '单进程演示：临时数据库上的平台、一位会员，以及作废其会员卡的全过程。',
    en: 'Invalidate a card in one process, step by step: a platform on a temporary database, and a member.',
  }),
  startSummary: text({
    zh: '运行带演示数据的平台与服务台（数据保留），并打印页面的地址。',
    en: 'Run platform and desk with demo data that is kept, and print the address of the page.',
  }),
  port: text({
    zh: '监听端口（默认 8080，被占用时用任意空闲端口）',
    en: 'port to listen at (default: 8080, or any free one when that is taken)',
  }),
  deskPort: text({
    zh: '服务台监听端口（默认 8090，被占用时用任意空闲端口）',
    en: 'port of the desk (default: 8090, or any free one when that is taken)',
  }),
  folder: text({ zh: '密钥、凭证与数据库的存放目录', en: 'where keys, credential and database are kept' }),
  started: (url: string) =>
    text({ zh: `1. 平台已启动：${url}，数据库用后即弃。`, en: `1. A platform answers at ${url}, its database is deleted afterwards.` }),
  created: (card_id: string) =>
    text({ zh: `2. 品牌 1004 已创建会员卡模板：${card_id}。`, en: `2. Brand 1004 has a template: ${card_id}.` }),
  imported: (code: string) =>
    text({ zh: `3. 已导入会员，会员卡 code 为 ${code}：`, en: `3. A member was imported with the code ${code}:` }),
  invalidating: text({
    zh: '4. 作废该会员卡：商户签名、平台判定、落盘、应答，客户端验签。',
    en: '4. The card is invalidated: signed by the merchant, decided, stored, answered, and the answer verified.',
  }),
  verified: text({ zh: '5. 已验签的应答：', en: '5. The verified answer:' }),
  readBack: text({ zh: '6. 从平台查询到的状态：', en: '6. Read back from the platform:' }),
  notInvalid: text({ zh: '调用之后会员卡并未失效。', en: 'The platform answered, and the card is not invalid.' }),
  signedBy: text({ zh: '签名密钥', en: 'signed by' }),
  merchant: text({ zh: '商户号', en: 'merchant' }),
  brand: text({ zh: '品牌', en: 'brand' }),
  template: text({ zh: '会员卡模板', en: 'template' }),
  members: text({ zh: '会员', en: 'members' }),
  credential: text({ zh: '凭证文件', en: 'credential' }),
  try: text({
    zh: '试着作废第一张会员卡：把下面的命令粘贴到另一个终端。请求不会离开本机。',
    en: 'Invalidate a first card: paste this into another terminal. All requests stay on this machine.',
  }),
  staff: text({ zh: '服务台员工', en: 'staff of the desk' }),
  secrets: (path: string) =>
    text({
      zh: `他们的密码与动态验证码（otpauth URI，可导入验证器应用）：${path}`,
      en: `Their passwords and second factors (otpauth URIs for an authenticator app): ${path}`,
    }),
  tryBatch: (state: string) =>
    text({
      zh: `批量作废会员卡：制作人已备好一个批次（状态 ${state}），用以下命令继续。`,
      en: `Invalidate a batch of cards: the author prepared one (it is ${state}). Continue with these commands.`,
    }),
  open: text({
    zh: '请在浏览器中打开上面的地址：页面会一步步带您作废演示中的第一张会员卡，演示人员点一下即可登录。',
    en: 'Open this address in a browser: the page leads you to the first ended card of the demo, and its people sign in by a click.',
  }),
  commands: (path: string) => text({ zh: `在终端中可试用的命令：${path}`, en: `Commands to try in a terminal: ${path}` }),
  stop: text({ zh: '按 Ctrl-C 停止平台，数据会保留。', en: 'Ctrl-C stops the platform; the data stays.' }),
} as const
