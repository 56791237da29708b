import { formatTime } from '@card-member/sdk/contract'
import type { Rows } from './csv-writer.ts'
import type { EvidenceRow } from './evidence-row.ts'
import { outcomeText } from './outcome-words.ts'
import { escapeMarkup } from './xml-text.ts'

/** One start or stop of a batch. */
export interface EvidenceStep {
  readonly action: string
  readonly by: string
  readonly at: number
  readonly reason: string | null
}

/** What an evidence pack says about its batch. Times are Unix seconds; what did not happen is null. */
export interface EvidenceFacts {
  readonly brand_id: string
  readonly batch_id: string
  readonly file_name: string
  readonly file_sha256: string
  readonly plan_sha256: string | null
  readonly prepared_by: string
  readonly prepared_at: number
  readonly approved_by: string | null
  readonly approved_at: number | null
  /** Each start and stop, in their order. */
  readonly steps: readonly EvidenceStep[]
  readonly ended_at: number | null
  /** The texts that members were shown, each version that a consent names. */
  readonly notices: readonly { readonly version: number; readonly text_zh: string; readonly text_en: string }[]
  /** Rows by outcome. */
  readonly counts: Readonly<Record<string, number>>
  readonly written_at: number
}

const style = `@page{size:A4 landscape;margin:12mm}
body{font:12px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#111;margin:24px}
h1{font-size:20px}h2{font-size:15px;margin-top:24px}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:2px 4px;text-align:left;vertical-align:top;overflow-wrap:break-word;word-break:normal}
.rows{font-size:6.5px;table-layout:fixed}.rows th{font-size:6.5px;padding:2px}.rows .id{overflow-wrap:anywhere;font-family:monospace;font-size:7px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
thead{display:table-header-group}tr{break-inside:avoid}
@media print{body{margin:0}}`

const heads = [
  ['行', 'Line'],
  ['会员卡模板ID', 'card_id'],
  ['会员卡号（后四位）', 'Code, last four'],
  ['失效原因', 'Reason'],
  ['同意渠道', 'Channel'],
  ['告知时间', 'Told'],
  ['同意时间', 'Agreed'],
  ['同意凭据', 'Reference'],
  ['告知文本', 'Notice'],
  ['登记', 'Recorded'],
  ['凭据文件', 'Evidence file'],
  ['结果', 'Outcome'],
  ['错误码', 'Error code'],
  ['说明', 'Message'],
  ['失效时间', 'Invalid since'],
  ['请求编号', 'Request ID'],
  ['记录编号', 'Record'],
  ['同意编号', 'Consent'],
] as const

// Of the whole width, in the order of the heads, so that no word has to be broken.
const widths = [3, 6, 5, 6, 5, 6, 6, 6, 4.5, 6, 6, 6, 6, 8, 6, 5.5, 4.5, 5] as const
// Columns of ids, which are broken anywhere.
const idColumns: ReadonlySet<number> = new Set([1, 7, 10, 15, 16, 17])

const stepWords: Readonly<Record<string, string>> = {
  run: '开始 Started',
  canary: '先行完成，等待 Canary over, waiting',
  pause: '暂停 Paused',
  stopped_by_breaker: '熔断停止 Stopped by the breaker',
  resume: '继续 Resumed',
  take_up: '进程接手 Taken up by another process',
  done: '执行完毕 Done',
  cancel: '取消 Cancelled',
}

/** The evidence of a batch as one page in Chinese and English: nothing outside of it, prints well, codes masked, no openid. */
export async function* evidencePage(facts: EvidenceFacts, rows: Rows<EvidenceRow>): AsyncGenerator<string> {
  yield `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(`${facts.brand_id} ${facts.batch_id}`)}</title><style>${style}</style></head><body>
<h1>会员卡失效凭证 Evidence of invalidated member cards</h1>
<dl>${terms(facts)}</dl>
<h2>执行经过 Starts and stops</h2>
<table><thead><tr><th>时间 Time</th><th>事项 What</th><th>人员 Who</th><th>原因 Why</th></tr></thead><tbody>${facts.steps
    .map(({ at, action, by, reason }) => `<tr>${[time(at), stepWords[action] ?? action, by, reason ?? ''].map(td).join('')}</tr>`)
    .join('')}</tbody></table>
<h2>告知文本 Notices</h2>
<dl>${facts.notices
    .map(({ version, text_zh, text_en }) => `<dt>${version}</dt><dd>${escapeMarkup(text_zh)}<br>${escapeMarkup(text_en)}</dd>`)
    .join('')}</dl>
<h2>结果统计 Counts by outcome</h2>
<table><thead><tr><th>结果 Outcome</th><th>数量 Rows</th></tr></thead><tbody>${Object.entries(facts.counts)
    .map(([outcome, count]) => `<tr>${td(outcomeText(outcome))}${td(String(count))}</tr>`)
    .join('')}</tbody></table>
<h2>明细 Rows</h2>
<table class="rows"><colgroup>${widths.map((width) => `<col style="width:${width}%">`).join('')}</colgroup><thead><tr>${heads.map(([zh, en]) => `<th>${zh}<br>${en}</th>`).join('')}</tr></thead><tbody>
`
  for await (const chunk of rows) yield chunk.map(rowMarkup).join('')
  yield '</tbody></table></body></html>\n'
}

function terms(facts: EvidenceFacts): string {
  const first = facts.steps.find(({ action }) => action === 'run')
  const list: readonly (readonly [string, string])[] = [
    ['品牌 Brand', facts.brand_id],
    ['批次 Batch', facts.batch_id],
    ['上传文件 Uploaded file', facts.file_name],
    ['文件SHA-256 File SHA-256', facts.file_sha256],
    ['方案SHA-256 Plan SHA-256', facts.plan_sha256 ?? '—'],
    ['制单 Prepared', act(facts.prepared_by, facts.prepared_at)],
    ['审批 Approved', act(facts.approved_by, facts.approved_at)],
    ['开始执行 Started', act(first?.by ?? null, first?.at ?? null)],
    ['结束 Ended', time(facts.ended_at)],
    ['本页生成 Written', time(facts.written_at)],
  ]
  return list.map(([term, text]) => `<dt>${term}</dt><dd>${escapeMarkup(text)}</dd>`).join('')
}

function act(person: string | null, at: number | null): string {
  return person === null ? '—' : `${person}, ${time(at)}`
}

function time(at: number | null): string {
  return at === null ? '—' : formatTime(at)
}

function rowMarkup(row: EvidenceRow): string {
  const { cells, consent } = row
  const texts = [
    String(row.line),
    cells.card_id,
    lastFour(cells.user_card_code),
    cells.invalid_reason,
    consent?.channel ?? cells.consent_channel,
    consent?.told_at ?? cells.told_at,
    consent === undefined
      ? cells.agreed_at
      : [consent.agreed_at, consent.withdrawn_at && `撤回 withdrawn ${consent.withdrawn_at}`].filter(Boolean).join(' '),
    consent?.reference ?? cells.consent_reference,
    consent === undefined ? '' : String(consent.notice_version),
    consent === undefined ? '' : `${consent.recorded_by}, ${consent.recorded_at}`,
    consent?.evidence ?? '',
    outcomeText(row.outcome),
    row.code,
    row.message,
    row.invalid_time,
    row.request_id,
    row.record_id,
    consent?.consent_id ?? '',
  ]
  return `<tr>${texts.map((text, column) => (idColumns.has(column) ? `<td class="id">${escapeMarkup(text)}</td>` : td(text))).join('')}</tr>\n`
}

/** A code that is hardly longer than four shows nothing. */
function lastFour(code: string): string {
  return code.length < 8 ? '****' : `****${code.slice(-4)}`
}

/** Names such as `already_invalid` are broken behind their strokes alone. */
function td(text: string): string {
  return `<td>${escapeMarkup(text).replaceAll(/(?<=[a-z]_|[A-Z]_)(?=[A-Za-z])/g, '<wbr>')}</td>`
}
