import { text } from '@card-member/sdk/protocol'

/** Words of `card-member desk`. */
export const deskWords = {
  summary: text({
    zh: '运行服务台（登记同意、作废会员卡），或管理其员工、审计日志与设置。',
    en: 'Run the desk, where staff record consents and invalidate cards; or manage its staff, audit log and settings.',
  }),
  serveSummary: text({
    zh: '启动服务台；直接执行 card-member desk 即为此命令。',
    en: 'Run the desk; `card-member desk` alone does the same.',
  }),
  publicUrl: text({ zh: '浏览器访问的地址（与监听地址不同时填写）', en: 'address that browsers use, when it is another' }),
  oidc: text({
    zh: 'OpenID Connect：JSON 文件，含 issuer、client_id，按需含 client_secret、claim、token_endpoint_auth_method',
    en: 'OpenID Connect: a JSON file with issuer and client_id, and client_secret, claim and token_endpoint_auth_method where needed',
  }),
  oidcNoObject: (path: string) => text({ zh: `${path} 须为一个 JSON 对象。`, en: `${path} must hold one JSON object.` }),
  oidcUnknown: (path: string, name: string, known: string) =>
    text({ zh: `${path}：没有字段 ${name}；可用字段：${known}。`, en: `${path}: there is no field ${name}. The fields are ${known}.` }),
  oidcIssuer: (path: string) =>
    text({
      zh: `${path}：issuer 须为身份系统 discovery 文档中的 https:// 地址，不含 ? 与 #；http:// 仅可用于本机。`,
      en: `${path}: issuer must be the https:// address that the provider's discovery document names, without ? and #; http:// serves only on this machine.`,
    }),
  oidcText: (path: string, name: string) =>
    text({ zh: `${path}：${name} 须为非空文本。`, en: `${path}: ${name} must be a text that is not empty.` }),
  oidcMethod: (path: string, known: string) =>
    text({
      zh: `${path}：token_endpoint_auth_method 须为 ${known} 之一；除 none 外均须填写 client_secret。`,
      en: `${path}: token_endpoint_auth_method must be one of ${known}; all but none need client_secret.`,
    }),
  firstLink: (link: string) =>
    text({
      zh: `目前没有任何员工。首位管理员请在 72 小时内用以下链接加入，链接仅能使用一次：${link}`,
      en: `There are no staff yet. The first administrator joins by this link, once, within 72 hours: ${link}`,
    }),
  firstCommand: (command: string) => text({ zh: `在另一个终端执行：${command}`, en: `Run this command in another terminal: ${command}` }),
  audit: text({ zh: '校验或导出审计日志。', en: 'List, verify or export the audit log.' }),
  verify: text({ zh: '校验审计日志的每一条、哈希与签名。', en: 'Verify every event, hash and signature of the audit log.' }),
  against: text({ zh: '同时与早前的导出文件比对', en: 'compare with this earlier export too' }),
  auditBrand: text({ zh: '仅该品牌的记录；- 表示服务台自身的记录', en: "only this brand's audit log; - for the desk's own" }),
  sound: text({ zh: '审计日志完好。', en: 'The audit log is sound.' }),
  unsound: (count: number) => text({ zh: `审计日志有问题：共 ${count} 处。`, en: `The audit log is NOT sound: ${count} findings.` }),
  more: (count: number) => text({ zh: `……另有 ${count} 处`, en: `… and ${count} more` }),
  trees: text({ zh: '树', en: 'trees' }),
  events: text({ zh: '记录条数', en: 'events' }),
  checkpoints: text({ zh: '检查点', en: 'checkpoints' }),
  export: text({ zh: '以 JSONL 导出审计日志。', en: 'Export the audit log as JSON lines.' }),
  out: text({ zh: '写入的文件；默认标准输出', en: 'file to write (default: standard output)' }),
  jsonNeedsOut: text({
    zh: '--json 须与 --out 同时给出：否则标准输出即为记录本身。',
    en: '--json needs --out: standard output holds the audit log otherwise.',
  }),
  written: (path: string) => text({ zh: `已写入：${path}`, en: `Written: ${path}` }),
  auditList: text({
    zh: '以文字显示审计日志，最新的在前：时间、员工、事项。',
    en: 'Show the audit log, the newest first: when, who, what, in words.',
  }),
  onlyAction: text({ zh: '仅此类事项，如 consent.withdraw', en: 'only events of this kind, such as consent.withdraw' }),
  onlyStaff: text({ zh: '仅此人所做或与其相关的事项（按用户名）', en: 'only events by this member of staff, or about them; by name' }),
  onlyBatch: text({ zh: '仅此批次', en: 'only of this batch' }),
  onlyCard: text({ zh: '仅 code 后四位如此的会员卡', en: 'only of cards whose code ends so; the last four' }),
  since: text({
    zh: '不早于此时间，如 "2026-11-24 10:00"（北京时间）或带时区',
    en: 'not before this time, such as "2026-11-24 10:00" (Beijing time) or with a zone',
  }),
  until: text({ zh: '不晚于此时间', en: 'not after this time' }),
  eventLimit: text({ zh: '最多显示的条数（默认 50）', en: 'number of events (default: 50)' }),
  noEvents: text({ zh: '没有符合条件的记录。', en: 'No event matches.' }),
  badEventTime: (option: string) =>
    text({
      zh: `${option} 须为时间，如 "2026-11-24 10:00"（北京时间）或 2026-11-24T10:00:00+08:00。`,
      en: `${option} must be a time such as "2026-11-24 10:00" (Beijing time) or 2026-11-24T10:00:00+08:00.`,
    }),
  purge: text({ zh: '清除按设置不再保留的数据。', en: 'Delete what the settings keep no longer.' }),
  purged: (brand: string, members: number, rows: number, entries: number) =>
    text({
      zh: `品牌 ${brand}：清除 ${members} 行中的会员数据，删除 ${rows} 行与 ${entries} 条审计事件。`,
      en: `Brand ${brand}: member data deleted from ${members} rows; ${rows} rows and ${entries} audit events deleted.`,
    }),
  nothingKept: text({ zh: '尚无任何数据。', en: 'There is no data yet.' }),
  settings: text({
    zh: '查看或修改设置：收紧立即生效，放宽须另一位管理员确认。',
    en: 'Show or change settings: what tightens is in force at once, what loosens waits for another administrator.',
  }),
  settingsBrand: text({ zh: '品牌 ID；不填则为服务台自身的设置', en: "id of the brand (default: the desk's own settings)" }),
  set: text({
    zh: '设置名与 JSON 值，如 canary_rows=20；可重复',
    en: 'a setting and its JSON value, such as canary_rows=20; repeat it for several',
  }),
  badSetting: (value: string) => text({ zh: `--set ${value} 不是 名称=值 的形式。`, en: `--set ${value} is not of the form name=value.` }),
  unknownSetting: (name: string, known: string) =>
    text({ zh: `没有设置 ${name}；可用设置：${known}。`, en: `There is no setting ${name}. The settings are ${known}.` }),
} as const
