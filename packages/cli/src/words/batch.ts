import { type LocalizedText, text } from '@card-member/sdk/protocol'

const command = 'card-member batch'

/** Words of `card-member batch`. */
export const batchWords = {
  summary: text({
    zh: '按文件批量作废会员卡：制作、检查、由他人审批、执行。',
    en: 'End many memberships from a file: prepare, check, approve by another person, run.',
  }),
  id: text({ zh: '批次 ID', en: 'id of the batch' }),
  prepare: text({
    zh: '读入文件并找出问题；不会调用平台。',
    en: 'Read a file into a batch and list its wrong cells; the platform is not called.',
  }),
  file: text({ zh: 'CSV 或 XLSX 文件', en: 'CSV or XLSX' }),
  connection: text({ zh: '连接文件中的名称；仅有一个时可不填', en: 'name in the connections file (default: the only one for the brand)' }),
  forceReason: text({ zh: '再次读入相同文件的原因', en: 'reason to read the same file again' }),
  notice: text({ zh: '会员所见告知文本的版本；默认最新', en: 'version of the text that members were shown (default: the newest)' }),
  check: text({ zh: '逐张查询会员卡并生成计划。', en: 'Read every card and write the plan.' }),
  approve: text({ zh: '审批批次的计划（制作人以外的人）。', en: "Approve a batch's plan, as someone other than its author." }),
  count: text({ zh: '计划中的卡数，需重新输入', en: 'the number of cards in the plan, typed again' }),
  reject: text({ zh: '驳回批次的计划并说明原因，批次结束。', en: "Reject a batch's plan with a reason; the batch ends." }),
  approveReason: text({ zh: '审批说明，写入审计日志', en: 'why you approve, for the audit log' }),
  rejectReason: text({ zh: '驳回原因，写入审计日志', en: 'why you reject, for the audit log' }),
  sample: (shown: number, planned: number) =>
    text({
      zh: `按计划的哈希从 ${planned} 行中抽出的 ${shown} 行，请逐行核对：`,
      en: `${shown} of ${planned} rows, drawn by the hash of the plan. Check each of them:`,
    }),
  askCount: text({ zh: '请输入将作废的张数', en: 'Number of cards that end' }),
  countForm: text({ zh: '请输入整数。按 Ctrl-C 放弃。', en: 'Type a whole number. Ctrl-C gives up.' }),
  approvedSoFar: (count: number, required: number) =>
    text({
      zh: `已审批：${count}/${required} 人，还须其他人审批。`,
      en: `Approved by ${count} of ${required}: others have to approve it too.`,
    }),
  rejected: text({ zh: '已驳回。', en: 'Rejected.' }),
  plan: text({ zh: '所审批计划的 SHA-256', en: 'SHA-256 of the plan that is approved' }),
  run: text({
    zh: '在此执行已审批的批次或继续执行；按 Ctrl-C 暂停。',
    en: 'Run an approved batch in this process, or continue it; Ctrl-C pauses it.',
  }),
  resume: text({
    zh: '继续已暂停或被熔断停止的批次，并在此执行。',
    en: 'Resume a batch that was paused or stopped by its breaker, and run it in this process.',
  }),
  pause: text({ zh: '暂停执行中的批次。', en: 'Pause a running batch.' }),
  cancel: text({ zh: '取消批次；尚未作废的不再作废。', en: 'Cancel a batch; unsent rows stay unsent.' }),
  status: text({ zh: '查看批次。', en: 'Show a batch.' }),
  waiting: text({ zh: '只列出等待您审批的批次', en: 'only batches that wait for your approval' }),
  list: text({ zh: '列出批次，最新的在前。', en: 'List batches, the newest first.' }),
  rowsOf: text({
    zh: '按文件顺序显示批次的行，会员信息已掩码；加 --planned 只看将审批与执行的行。',
    en: 'Show rows of a batch in the order of the file, members masked; with --planned only those that are approved and run.',
  }),
  onlyState: text({ zh: '仅此状态的行', en: 'only rows in this state' }),
  onlyPlanned: text({ zh: '仅计划中的行', en: 'only rows that are in the plan' }),
  onlyFaulty: text({ zh: '仅有问题的行', en: 'only rows whose cells are wrong' }),
  after: text({ zh: '从文件的此行之后开始', en: 'begin after this line of the file' }),
  limit: text({ zh: '最多显示的行数，至多 1000（默认 100）', en: 'number of rows, up to 1000 (default: 100)' }),
  rowsLimit: (given: number, most: number) =>
    text({ zh: `--limit 须为 1 到 ${most}，现为 ${given}。`, en: `--limit must be from 1 to ${most}, this is ${given}.` }),
  rowsState: (given: string, known: string) =>
    text({ zh: `没有状态 ${given}；可用状态：${known}。`, en: `There is no state ${given}; there are ${known}.` }),
  rowsShown: (count: number, total: number) => text({ zh: `${total} 行中的 ${count} 行`, en: `${count} of ${total} rows` }),
  rowsNext: (line: number) => text({ zh: `继续查看请加 --after ${line}`, en: `For more rows add --after ${line}` }),
  report: text({
    zh: '写出批次结果：report.csv、report.xlsx、failed.csv、evidence.html、evidence.zip。',
    en: 'Write the results of a batch: report.csv, report.xlsx, failed.csv, evidence.html, evidence.zip.',
  }),
  out: text({ zh: '写入的目录', en: 'folder to write to' }),

  state: text({ zh: '状态', en: 'state' }),
  brand: text({ zh: '品牌', en: 'brand' }),
  connectionName: text({ zh: '连接', en: 'connection' }),
  author: text({ zh: '制作人', en: 'author' }),
  fileName: text({ zh: '文件', en: 'file' }),
  rows: text({ zh: '行数', en: 'rows' }),
  failure: text({ zh: '读取失败', en: 'could not be read' }),
  faulty: text({ zh: '有问题的行', en: 'rows with faults' }),
  counts: text({ zh: '各状态行数', en: 'rows by state' }),
  preflight: text({ zh: '检查结果', en: 'check' }),
  planHash: text({ zh: 'plan_sha256', en: 'plan_sha256' }),
  cards: text({ zh: '计划中的卡数', en: 'cards in the plan' }),
  calls: text({ zh: '待发请求', en: 'calls left' }),
  callsOf: (read: number, invalidate: number, per_second: number) =>
    invalidate === 0
      ? text({ zh: `查询 ${read} 次，每秒至多 ${per_second} 次`, en: `reads ${read}, up to ${per_second} a second` })
      : text({
          zh: `查询 ${read} 次，作废 ${invalidate} 次，每秒各至多 ${per_second} 次`,
          en: `reads ${read}, invalidations ${invalidate}, up to ${per_second} of each a second`,
        }),
  estimate: text({ zh: '预计用时', en: 'estimated time' }),
  expectedEnd: text({ zh: '预计完成', en: 'expected end' }),
  waits: text({ zh: '等待', en: 'waits' }),
  // Short: they are in one line with a bar.
  waitsForReading: text({ zh: '结果未知，且查询不到可用应答', en: 'outcomes unknown, cards cannot be read' }),
  waitsFor: {
    hours: (time: string) => text({ zh: `未到允许时段，等待至 ${time}`, en: `waits for the allowed hours until ${time}` }),
    daily_cap: (time: string) => text({ zh: `已达当日上限，等待至 ${time}`, en: `cap of the day reached, waits until ${time}` }),
    canary_delay: (time: string) => text({ zh: `先行部分完成，${time} 自动继续`, en: `canary complete, goes on by itself at ${time}` }),
    unknown: (time: string) => text({ zh: `结果未知，最晚 ${time} 可核实`, en: `outcomes unknown, waits for proof until ${time}` }),
  },
  stopReason: text({ zh: '停止原因', en: 'stopped because' }),
  hidden: text({
    zh: '工作簿中隐藏的行、列、工作表：take 读取，refuse 不读取（默认）',
    en: 'take or refuse hidden rows, columns and sheets of a workbook (default: refuse)',
  }),
  sheetOption: text({
    zh: '要读取的工作表名称（工作簿中有多个名单时）',
    en: 'name of the sheet to read, where a workbook holds several lists',
  }),
  encoding: text({
    zh: 'CSV 文件的编码：utf-8、gbk、big5、windows-1252、utf-16le、utf-16be；默认按内容判断',
    en: 'encoding of a CSV file: utf-8, gbk, big5, windows-1252, utf-16le, utf-16be (default: found from its bytes)',
  }),
  sheet: text({ zh: '工作表', en: 'sheet' }),
  encodingRead: text({ zh: '编码', en: 'encoding' }),
  note: (zh: string, en: string) => text({ zh: `提示：${zh}。`, en: `Note: ${en}.` }),
  ignored: (columns: string) => text({ zh: `忽略的列：${columns}`, en: `Ignored columns: ${columns}` }),
  fault: (line: number, column: string, message: string) =>
    text({ zh: `第 ${line} 行，${column}：${message}`, en: `line ${line}, ${column}: ${message}` }),
  warning: (line: number, column: string, message: string) =>
    text({ zh: `第 ${line} 行，${column}，疑似：${message}`, en: `line ${line}, ${column}, suspected: ${message}` }),
  moreWarnings: (count: number) => text({ zh: `……另有 ${count} 行疑似有问题`, en: `… and ${rowsEn(count)} more with suspected faults` }),
  more: (count: number) => text({ zh: `……另有 ${count} 行有问题`, en: `… and ${rowsEn(count)} more with faults` }),
  next: (line: string) => text({ zh: `下一步：${line}`, en: `Next: ${line}` }),
  nextCheck: (id: string) => `${command} check ${id}`,
  nextApprove: (id: string, count: number, hash?: string) =>
    `${command} approve ${id} --count ${count}${hash === undefined ? '' : ` --plan-sha256 ${hash}`}`,
  nextRun: (id: string) => `${command} run ${id}`,
  nextResume: (id: string) => `${command} resume ${id}`,
  nextStatus: (id: string) => `${command} status ${id}`,
  nextReport: (id: string) => `${command} report ${id} --out report-${id}`,
  currentState: (id: string, state: string) => text({ zh: `${id} 目前为 ${state}。`, en: `${id} is ${state}.` }),
  checkStopped: (reason: LocalizedText, next: string) =>
    text({
      zh: `检查已停止：${reason['zh-CN']}。排除原因后继续：${next}`,
      en: `The check stopped: ${reason.en}. Find the cause, then continue with: ${next}`,
    }),
  checkLeft: (next: string) =>
    text({
      zh: `检查尚未完成，已查询的结果会保留。继续：${next}`,
      en: `The check is not finished; results so far are kept. Continue with: ${next}`,
    }),
  nothingPlanned: (checked: string, faulty: number) =>
    text({
      zh: `没有可作废的会员卡，无需审批。检查结果：${checked || '没有可检查的行'}；有问题的行：${faulty}。`,
      en: `The plan has no card, so there is nothing to approve. The check found: ${checked || 'no row that could be checked'}; rows with faults: ${faulty}.`,
    }),
  approved: text({ zh: '已审批。', en: 'Approved.' }),
  canary: (next: string) =>
    text({
      zh: `先行部分已完成，其余等待确认。核对会员卡后继续：${next}`,
      en: `The canary is done; the rest waits. Verify its cards, then continue with: ${next}`,
    }),
  canaryAsk: text({ zh: '先行部分已完成。是否继续执行其余部分？', en: 'The canary is done. Run the rest?' }),
  pausing: text({
    zh: '正在暂停：先完成进行中的请求。再按一次 Ctrl-C 立即退出，不会丢失任何记录。',
    en: 'Pausing: calls under way end first. Ctrl-C again exits at once; no record is lost.',
  }),
  leaving: text({ zh: '正在停止：先完成进行中的请求。', en: 'Stopping: calls under way end first.' }),
  paused: (next: string) => text({ zh: `已暂停。继续：${next}`, en: `Paused. Continue with: ${next}` }),
  breaker: (reason: LocalizedText, next: string) =>
    text({
      zh: `批次被熔断停止：${reason['zh-CN']}。查明原因后继续：${next}`,
      en: `The breaker stopped the batch: ${reason.en}. Find the cause, then continue with: ${next}`,
    }),
  unknownOpen: (status: string) =>
    text({
      zh: `取消前已发出的请求会继续核实，由运行中的服务台或此命令查询：${status}`,
      en: `Outcomes of calls that were sent before are unknown. A running desk reads their cards until they are known; or run: ${status}`,
    }),
  elsewhere: text({ zh: '其他进程会继续执行。', en: 'Another process continues it.' }),
  rowsFailed: (count: number) =>
    text({
      zh: `有 ${count} 行的结果不是 done 或 already_invalid。`,
      en: `${rowsEn(count)} ended as neither done nor already_invalid.`,
    }),
  none: text({ zh: '没有批次。', en: 'There are no batches.' }),
  others: (count: number) => text({ zh: `……另有 ${count} 个更早的批次`, en: `… and ${count} older ${count === 1 ? 'one' : 'ones'}` }),
  rate: (perSecond: string) => text({ zh: `每秒 ${perSecond}`, en: `${perSecond}/s` }),
  left: (time: string) => text({ zh: `剩余 ${time}`, en: `${time} left` }),
  duration: (hours: number, minutes: number, seconds: number) =>
    text({ zh: durationZh(hours, minutes, seconds), en: durationEn(hours, minutes, seconds) }),
} as const

function rowsEn(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`
}

function durationEn(hours: number, minutes: number, seconds: number): string {
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`
}

function durationZh(hours: number, minutes: number, seconds: number): string {
  if (hours > 0) return `${hours} 小时 ${minutes} 分`
  return minutes > 0 ? `${minutes} 分 ${seconds} 秒` : `${seconds} 秒`
}
