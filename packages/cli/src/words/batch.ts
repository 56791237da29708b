import { said } from './said.ts'

const command = 'card-member batch'

/** Words of `card-member batch`. */
export const batchWords = {
  summary: said(
    'End many memberships from a file: prepare, check, approve by another person, run.',
    '按文件批量作废会员卡：制作、检查、由他人审批、执行。',
  ),
  id: said('id of the batch', '批次 ID'),
  prepare: said('Take a file in and find its faults; nothing is asked of the platform.', '读入文件并找出问题；不会调用平台。'),
  file: said('CSV or XLSX', 'CSV 或 XLSX 文件'),
  connection: said('name in the connections file; may be left out where there is one', '连接文件中的名称；仅有一个时可不填'),
  forceReason: said('why the same file is taken again', '再次读入相同文件的原因'),
  notice: said('version of the text that members were shown; the newest unless given', '会员所见告知文本的版本；默认最新'),
  check: said('Read every card and write the plan.', '逐张查询会员卡并生成计划。'),
  approve: said("Approve a batch's plan, as someone other than its author.", '审批批次的计划（制作人以外的人）。'),
  count: said('the number of cards in the plan, typed again', '计划中的卡数，需重新输入'),
  plan: said('SHA-256 of the plan that is approved', '所审批计划的 SHA-256'),
  run: said('Run an approved batch here, or go on with it; Ctrl-C pauses it.', '在此执行已审批的批次或继续执行；按 Ctrl-C 暂停。'),
  resume: said(
    'Let a batch go on that was paused or stopped by its breaker, and run it here.',
    '继续已暂停或被熔断停止的批次，并在此执行。',
  ),
  pause: said('Hold a running batch.', '暂停执行中的批次。'),
  cancel: said('End a batch; unsent rows stay unsent.', '取消批次；尚未作废的不再作废。'),
  status: said('Show a batch.', '查看批次。'),
  list: said('List batches, the newest first.', '列出批次，最新的在前。'),
  rowsOf: said(
    'Show rows of a batch in the order of the file, members masked: with --planned, what is approved and run.',
    '按文件顺序显示批次的行，会员信息已掩码；加 --planned 只看将审批与执行的行。',
  ),
  onlyState: said('only rows in this state', '仅此状态的行'),
  onlyPlanned: said('only rows that are in the plan', '仅计划中的行'),
  onlyFaulty: said('only rows whose cells are wrong', '仅有问题的行'),
  after: said('begin after this line of the file', '从文件的此行之后开始'),
  limit: said('at most so many rows, up to 1000 (default 100)', '最多显示的行数，至多 1000（默认 100）'),
  rowsLimit: (given: number, most: number) =>
    said(`--limit must be from 1 to ${most}, this is ${given}.`, `--limit 须为 1 到 ${most}，现为 ${given}。`),
  rowsState: (given: string, known: string) =>
    said(`There is no state ${given}; there are ${known}.`, `没有状态 ${given}；可用状态：${known}。`),
  rowsShown: (count: number, total: number) => said(`${count} of ${total} rows`, `${total} 行中的 ${count} 行`),
  rowsNext: (line: number) => said(`Go on with --after ${line}`, `继续查看请加 --after ${line}`),
  report: said(
    'Write what became of a batch: report.csv, report.xlsx, failed.csv, evidence.html, evidence.zip.',
    '写出批次结果：report.csv、report.xlsx、failed.csv、evidence.html、evidence.zip。',
  ),
  out: said('folder to write to', '写入的目录'),

  state: said('state', '状态'),
  brand: said('brand', '品牌'),
  at: said('connection', '连接'),
  author: said('author', '制作人'),
  fileName: said('file', '文件'),
  rows: said('rows', '行数'),
  faulty: said('rows with faults', '有问题的行'),
  counts: said('rows by state', '各状态行数'),
  preflight: said('check', '检查结果'),
  planHash: said('plan_sha256', 'plan_sha256'),
  cards: said('cards in the plan', '计划中的卡数'),
  estimate: said('estimated time', '预计用时'),
  waits: said('waits', '等待'),
  // Short: they are in one line with a bar.
  waitsForReading: said('outcomes unknown, cards cannot be read', '结果未知，且查询不到可用应答'),
  waitsFor: {
    hours: (time: string) => said(`waits for the allowed hours until ${time}`, `未到允许时段，等待至 ${time}`),
    daily_cap: (time: string) => said(`cap of the day reached, waits until ${time}`, `已达当日上限，等待至 ${time}`),
    unknown: (time: string) => said(`outcomes unknown, waits for proof until ${time}`, `结果未知，最晚 ${time} 可核实`),
  },
  stopReason: said('stopped because', '停止原因'),
  hidden: said(
    'take or refuse rows, columns and sheets that are hidden in a workbook; refuse unless given',
    '工作簿中隐藏的行、列、工作表：take 读取，refuse 不读取（默认）',
  ),
  sheetOption: said('name of the sheet to read, where a workbook holds several lists', '要读取的工作表名称（工作簿中有多个名单时）'),
  encoding: said(
    'encoding of a CSV file: utf-8, gbk, big5, windows-1252, utf-16le, utf-16be; told by its bytes unless given',
    'CSV 文件的编码：utf-8、gbk、big5、windows-1252、utf-16le、utf-16be；默认按内容判断',
  ),
  sheet: said('sheet', '工作表'),
  encodingRead: said('encoding', '编码'),
  note: (zh: string, en: string) => said(`Note: ${en}.`, `提示：${zh}。`),
  ignored: (columns: string) => said(`Ignored columns: ${columns}`, `忽略的列：${columns}`),
  fault: (line: number, column: string, message: string) =>
    said(`line ${line}, ${column}: ${message}`, `第 ${line} 行，${column}：${message}`),
  warning: (line: number, column: string, message: string) =>
    said(`line ${line}, ${column}, suspected: ${message}`, `第 ${line} 行，${column}，疑似：${message}`),
  moreWarnings: (count: number) => said(`… and ${rowsEn(count)} more of which something is suspected`, `……另有 ${count} 行疑似有问题`),
  more: (count: number) => said(`… and ${rowsEn(count)} more with faults`, `……另有 ${count} 行有问题`),
  next: (line: string) => said(`Next: ${line}`, `下一步：${line}`),
  nextCheck: (id: string) => `${command} check ${id}`,
  nextApprove: (id: string, count: number, hash?: string) =>
    `${command} approve ${id} --count ${count}${hash === undefined ? '' : ` --plan-sha256 ${hash}`}`,
  nextRun: (id: string) => `${command} run ${id}`,
  nextResume: (id: string) => `${command} resume ${id}`,
  nextStatus: (id: string) => `${command} status ${id}`,
  nextReport: (id: string) => `${command} report ${id} --out report-${id}`,
  stands: (id: string, state: string) => said(`${id} is ${state}.`, `${id} 目前为 ${state}。`),
  checkStopped: (reason: string, next: string) =>
    said(`The check stopped: ${reason}. When the cause is mended, go on with: ${next}`, `检查已停止：${reason}。排除原因后继续：${next}`),
  checkLeft: (next: string) =>
    said(`The check is not over; what was read is kept. Go on with: ${next}`, `检查尚未完成，已查询的结果会保留。继续：${next}`),
  nothingPlanned: (checked: string, faulty: number) =>
    said(
      `No card is left to end, so there is nothing to approve. Found by the check: ${checked || 'no row that could be checked'}; rows with faults: ${faulty}.`,
      `没有可作废的会员卡，无需审批。检查结果：${checked || '没有可检查的行'}；有问题的行：${faulty}。`,
    ),
  approved: said('Approved.', '已审批。'),
  canary: (next: string) =>
    said(
      `The canary is through; the rest waits. Look at the cards, then go on with: ${next}`,
      `先行部分已完成，其余等待确认。核对会员卡后继续：${next}`,
    ),
  canaryAsk: said('The canary is through. Go on with the rest?', '先行部分已完成。是否继续执行其余部分？'),
  pausing: said(
    'Pausing: what is under way is finished first. Ctrl-C again leaves at once; nothing is lost by it.',
    '正在暂停：先完成进行中的请求。再按一次 Ctrl-C 立即退出，不会丢失任何记录。',
  ),
  leaving: said('Stopping: what is under way is finished first.', '正在停止：先完成进行中的请求。'),
  paused: (next: string) => said(`Paused. Go on with: ${next}`, `已暂停。继续：${next}`),
  breaker: (reason: string, next: string) =>
    said(
      `The breaker stopped the batch: ${reason}. Find the cause, then go on with: ${next}`,
      `批次被熔断停止：${reason}。查明原因后继续：${next}`,
    ),
  doubtOpen: (status: string) =>
    said(
      `Calls that left before are read back until their outcome is known, by a desk that runs or by: ${status}`,
      `取消前已发出的请求会继续核实，由运行中的服务台或此命令查询：${status}`,
    ),
  elsewhere: said('It goes on in another process.', '其他进程会继续执行。'),
  rowsFailed: (count: number) =>
    said(`${rowsEn(count)} ended otherwise than done or already_invalid.`, `有 ${count} 行的结果不是 done 或 already_invalid。`),
  none: said('There are no batches.', '没有批次。'),
  others: (count: number) => said(`… and ${count} older ${count === 1 ? 'one' : 'ones'}`, `……另有 ${count} 个更早的批次`),
  rate: (perSecond: string) => said(`${perSecond}/s`, `每秒 ${perSecond}`),
  left: (time: string) => said(`${time} left`, `剩余 ${time}`),
  duration: (hours: number, minutes: number, seconds: number) =>
    said(durationEn(hours, minutes, seconds), durationZh(hours, minutes, seconds)),
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
