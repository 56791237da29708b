import { said } from './said.ts'

/** Words of `card-member desk`. */
export const deskWords = {
  summary: said(
    'Run the desk, where staff record consent and end memberships; or look after its people, record and settings.',
    '运行服务台（登记同意、作废会员卡），或管理其人员、审计记录与设置。',
  ),
  serveSummary: said('Serve the desk; so does `card-member desk` alone.', '启动服务台；直接执行 card-member desk 即为此命令。'),
  publicUrl: said('where browsers reach it, when that is not where it listens', '浏览器访问的地址（与监听地址不同时填写）'),
  oidc: said(
    'OpenID Connect: a JSON file with issuer and client_id, and client_secret, claim and token_endpoint_auth_method where needed',
    'OpenID Connect：JSON 文件，含 issuer、client_id，按需含 client_secret、claim、token_endpoint_auth_method',
  ),
  oidcNoObject: (path: string) => said(`${path} must hold one JSON object.`, `${path} 须为一个 JSON 对象。`),
  oidcUnknown: (path: string, name: string, known: string) =>
    said(`${path}: there is no field ${name}; there are ${known}.`, `${path}：没有字段 ${name}；可用字段：${known}。`),
  oidcIssuer: (path: string) =>
    said(
      `${path}: issuer must be the https:// address that the provider's discovery document names, without ? and #; http:// serves only on this machine.`,
      `${path}：issuer 须为身份系统 discovery 文档中的 https:// 地址，不含 ? 与 #；http:// 仅可用于本机。`,
    ),
  oidcText: (path: string, name: string) => said(`${path}: ${name} must be a text that is not empty.`, `${path}：${name} 须为非空文本。`),
  oidcMethod: (path: string, known: string) =>
    said(
      `${path}: token_endpoint_auth_method must be one of ${known}; all but none need client_secret.`,
      `${path}：token_endpoint_auth_method 须为 ${known} 之一；除 none 外均须填写 client_secret。`,
    ),
  setUp: (link: string) =>
    said(
      `There are no people yet. Make the first administrator within an hour: ${link}`,
      `目前没有任何人员。请在一小时内打开以下链接创建首位管理员：${link}`,
    ),
  setUpCommand: (command: string) => said(`Or by this command, in another terminal: ${command}`, `也可在另一个终端执行：${command}`),
  addUser: said(
    'Add a person; prints the otpauth URI of their second factor, this once.',
    '新增人员；仅此一次打印其动态验证码的 otpauth URI。',
  ),
  name: said('their name', '用户名'),
  signInName: said(
    'what your OpenID Connect provider calls them, such as an e-mail address; their name unless given',
    '身份系统（OpenID Connect）中的登录名，如邮箱；不填则与用户名相同',
  ),
  role: said(
    'viewer, clerk, author, approver, manager, auditor or admin; again or with commas for several',
    'viewer、clerk、author、approver、manager、auditor 或 admin；可重复或用逗号分隔',
  ),
  brands: said('for these brands; for every brand unless given', '仅限这些品牌；不填则为全部品牌'),
  badRole: (name: string, known: string) => said(`There is no role ${name}; there are ${known}.`, `没有角色 ${name}；可用角色：${known}。`),
  added: (name: string) =>
    said(
      `${name} was added. Give them this for an authenticator app; it is shown this once:`,
      `已新增 ${name}。请将以下内容交给本人导入验证器应用，仅显示这一次：`,
    ),
  audit: said('Check the record, or take it out.', '校验或导出审计记录。'),
  verify: said('Check every entry, hash and signature of the record.', '校验审计记录的每一条、哈希与签名。'),
  against: said('compare with an earlier export too', '同时与早前的导出文件比对'),
  auditBrand: said("only this brand's record; - for the desk's own", '仅该品牌的记录；- 表示服务台自身的记录'),
  sound: said('The record is sound.', '审计记录完好。'),
  unsound: (count: number) => said(`The record is NOT sound: ${count} findings.`, `审计记录有问题：共 ${count} 处。`),
  more: (count: number) => said(`… and ${count} more`, `……另有 ${count} 处`),
  chains: said('chains', '记录链'),
  entries: said('entries', '记录条数'),
  seals: said('sealed days', '已封存天数'),
  export: said('Take the record out as JSON lines.', '以 JSONL 导出审计记录。'),
  out: said('file to write; standard output unless given', '写入的文件；默认标准输出'),
  jsonNeedsOut: said(
    '--json needs --out: standard output holds the record otherwise.',
    '--json 须与 --out 同时给出：否则标准输出即为记录本身。',
  ),
  written: (path: string) => said(`Written: ${path}`, `已写入：${path}`),
  auditList: said('Show the audit log, the newest first: when, who, what, in words.', '以文字显示审计记录，最新的在前：时间、人员、事项。'),
  onlyAction: said('only events of this kind, such as consent.withdraw', '仅此类事项，如 consent.withdraw'),
  onlyPerson: said('only what this person did, or what was done to them; by name', '仅此人所做或与其相关的事项（按用户名）'),
  onlyBatch: said('only of this batch', '仅此批次'),
  onlyCard: said('only of cards whose code ends so; the last four', '仅 code 后四位如此的会员卡'),
  since: said(
    'not before this time, such as "2026-11-24 10:00" (Beijing time) or with a zone',
    '不早于此时间，如 "2026-11-24 10:00"（北京时间）或带时区',
  ),
  until: said('not after this time', '不晚于此时间'),
  eventLimit: said('at most so many events (default 50)', '最多显示的条数（默认 50）'),
  noEvents: said('There are no such events.', '没有符合条件的记录。'),
  badEventTime: (option: string) =>
    said(
      `${option} must be a time such as "2026-11-24 10:00" (Beijing time) or 2026-11-24T10:00:00+08:00.`,
      `${option} 须为时间，如 "2026-11-24 10:00"（北京时间）或 2026-11-24T10:00:00+08:00。`,
    ),
  purge: said('Take away what the settings keep no longer.', '清除按设置不再保留的数据。'),
  purged: (brand: string, members: number, rows: number, entries: number) =>
    said(
      `Brand ${brand}: members' data taken out of ${members} rows, ${rows} rows and ${entries} entries of the record removed.`,
      `品牌 ${brand}：清除 ${members} 行中的会员数据，删除 ${rows} 行与 ${entries} 条审计记录。`,
    ),
  nothingKept: said('Nothing is kept yet.', '尚无任何数据。'),
  settings: said("Show or change a brand's settings.", '查看或修改品牌的设置。'),
  set: said('a setting and its JSON value, such as canary_rows=20; again for several', '设置名与 JSON 值，如 canary_rows=20；可重复'),
  badSetting: (text: string) => said(`--set ${text} is not of the form name=value.`, `--set ${text} 不是 名称=值 的形式。`),
  unknownSetting: (name: string, known: string) =>
    said(`There is no setting ${name}; there are ${known}.`, `没有设置 ${name}；可用设置：${known}。`),
} as const
