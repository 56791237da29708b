import { formatTime, type LocalizedText } from '@card-member/sdk/contract'
import { channelWords, consenterWords, expressionWords, proofWords } from '../contract/consent-words.ts'
import type { Rows } from './csv-writer.ts'
import type { EvidenceRow } from './evidence-row.ts'
import { outcomeOfBoth } from './outcome-words.ts'
import { escapeMarkup } from './xml-text.ts'

/** One start or stop of a batch. */
export interface EvidenceStep {
  readonly action: string
  readonly by: string
  readonly at: number
  readonly reason: LocalizedText | undefined
}

/** What an evidence pack says about its batch. Times are Unix seconds; what did not happen is null. */
export interface EvidenceFacts {
  readonly brand_id: string
  readonly batch_id: string
  /** With its sheet or encoding. */
  readonly file_name: string
  /** What is worth knowing about the file. */
  readonly file_notes: readonly LocalizedText[]
  readonly file_sha256: string
  readonly plan_sha256: string | null
  readonly prepared_by: string
  readonly prepared_at: number
  /** Who approved the plan. */
  readonly approved: readonly { readonly by: string; readonly at: number }[]
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
body{font:12px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#111;margin:24px}
h1{font-size:20px}h2{font-size:15px;margin-top:24px;break-after:avoid}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:2px 4px;text-align:left;vertical-align:top;overflow-wrap:break-word;word-break:normal}
.rows{font-size:10px;line-height:1.4;table-layout:fixed}.rows td{border-color:#ccc}.rows tbody{border-top:2px solid #666;break-inside:avoid}
.rows .id,.more .id{overflow-wrap:anywhere}.time{white-space:nowrap}.keep{break-inside:avoid}.more{font-size:9px}.more span{display:inline-block;max-width:100%;margin-right:14px;overflow-wrap:break-word}.more i{font-style:normal;color:#555}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
thead{display:table-header-group}tr{break-inside:avoid}
@media print{body{margin:0}}`

/** Columns of a row, with their shares of the width. */
const heads = [
  ['行', 'Line', 6],
  ['会员卡模板ID', 'card_id', 19],
  ['会员卡号（后四位）', 'Code, last four', 11],
  ['失效原因', 'Reason', 17],
  ['结果', 'Outcome', 11],
  ['结果说明', 'Message', 20],
  ['失效时间', 'Invalid since', 16],
] as const

const stepWords: Readonly<Record<string, string>> = {
  run: '开始 Started',
  canary: '先行完成，等待 Canary over, waiting',
  pause: '暂停 Paused',
  stopped_by_breaker: '熔断停止 Stopped by the breaker',
  resume: '继续 Resumed',
  take_over: '进程接手 Taken over by another process',
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
<table><thead><tr><th>时间 Time</th><th>事项 What</th><th>员工 Who</th><th>原因 Why</th></tr></thead><tbody>${facts.steps
    .map(
      ({ at, action, by, reason }) =>
        `<tr>${[time(at), stepWords[action] ?? action, by, reason === undefined ? '' : `${reason['zh-CN']} ${reason.en}`].map(td).join('')}</tr>`,
    )
    .join('')}</tbody></table>
<h2>告知文本 Notices</h2>
<dl>${facts.notices
    .map(({ version, text_zh, text_en }) => `<dt>${version}</dt><dd>${escapeMarkup(text_zh)}<br>${escapeMarkup(text_en)}</dd>`)
    .join('')}</dl>
<h2>结果统计 Counts by outcome</h2>
<table class="keep"><thead><tr><th>结果 Outcome</th><th>代码 Code</th><th>数量 Rows</th></tr></thead><tbody>${Object.entries(facts.counts)
    .map(([outcome, count]) => `<tr>${[outcomeOfBoth(outcome), outcome, String(count)].map(td).join('')}</tr>`)
    .join('')}</tbody></table>
<h2>明细 Rows</h2>
<table class="rows"><colgroup>${heads.map(([, , width]) => `<col style="width:${width}%">`).join('')}</colgroup><thead><tr>${heads.map(([zh, en]) => `<th>${zh}<br>${en}</th>`).join('')}</tr></thead>
`
  for await (const chunk of rows) yield chunk.map(rowMarkup).join('')
  yield '</table></body></html>\n'
}

function terms(facts: EvidenceFacts): string {
  const first = facts.steps.find(({ action }) => action === 'run')
  const list: readonly (readonly [string, string])[] = [
    ['品牌 Brand', facts.brand_id],
    ['批次 Batch', facts.batch_id],
    ['上传文件 Uploaded file', facts.file_name],
    ...facts.file_notes.map((note) => ['读取说明 Reading', `${note['zh-CN']} ${note.en}`] as const),
    ['文件SHA-256 File SHA-256', facts.file_sha256],
    ['方案SHA-256 Plan SHA-256', facts.plan_sha256 ?? '—'],
    ['制单 Prepared', act(facts.prepared_by, facts.prepared_at)],
    ...(facts.approved.length === 0 ? [{ by: null, at: null }] : facts.approved).map(
      ({ by, at }) => ['审批 Approved', act(by, at)] as const,
    ),
    ['开始执行 Started', act(first?.by ?? null, first?.at ?? null)],
    ['结束 Ended', time(facts.ended_at)],
    ['本页生成 Written', time(facts.written_at)],
  ]
  return list.map(([term, text]) => `<dt>${term}</dt><dd>${escapeMarkup(text)}</dd>`).join('')
}

function act(staffMember: string | null, at: number | null): string {
  return staffMember === null ? '—' : `${staffMember}, ${time(at)}`
}

function time(at: number | null): string {
  return at === null ? '—' : formatTime(at)
}

/** One row and what belongs to it: a part of the table that no page divides. */
function rowMarkup(row: EvidenceRow): string {
  const { cells, code } = row
  const first = [
    td(String(row.line)),
    `<td class="id">${escapeMarkup(cells.card_id)}</td>`,
    td(lastFour(cells.user_card_code)),
    td(cells.invalid_reason),
    td(outcomeOfBoth(row.outcome_code)),
    td(code === '' ? row.message : `${row.message} (${code})`),
    `<td class="time">${escapeMarkup(row.invalid_time)}</td>`,
  ]
  const more = [...consentPairs(row), ['请求编号', 'Request ID', row.request_id], ['记录编号', 'Record', row.invalidation_id]] as const
  const pairs = more.filter(([, , text]) => text !== '').map(([zh, en, text]) => `<span><i>${zh} ${en}:</i> ${pieces(text)}</span>`)
  const second = pairs.length === 0 ? '' : `<tr><td class="more" colspan="${heads.length}">${pairs.join('')}</td></tr>`
  return `<tbody><tr>${first.join('')}</tr>${second}</tbody>\n`
}

type Pair = readonly [zh: string, en: string, text: string]

function consentPairs({ cells, consent }: EvidenceRow): readonly Pair[] {
  const { consent_channel, told_at, agreed_at, consent_reference } = consent
    ? { ...consent, consent_channel: consent.channel, consent_reference: consent.reference }
    : cells
  const given: readonly Pair[] = [
    ['同意渠道', 'Channel', both(channelWords, consent_channel)],
    ['告知时间', 'Told', told_at],
    ['告知人', 'Told by', consent?.told_by ?? cells.consent_told_by],
    ['同意时间', 'Agreed', agreed_at],
    ['同意凭据', 'Reference', consent_reference],
  ]
  if (consent === undefined) return given
  return [
    ...given,
    ['同意方式', 'Expressed', both(expressionWords, consent.expressed)],
    ['同意人', 'Agreed by', both(consenterWords, consent.agreed_by)],
    ['证明', 'Proof', both(proofWords, consent.proof)],
    ['撤回时间', 'Withdrawn', consent.withdrawn_at],
    ['告知文本', 'Notice', `${consent.notice_version}, ${consent.language}`],
    ['登记', 'Recorded', `${consent.recorded_by}, ${consent.recorded_at}`],
    ['凭据文件', 'Evidence file', consent.evidence],
    ['同意编号', 'Consent', consent.consent_id],
  ]
}

/** The words of a value in both languages; the value itself when it has none. */
function both(words: Readonly<Record<string, LocalizedText>>, value: string): string {
  const found = words[value]
  return found === undefined ? value : `${found['zh-CN']} ${found.en}`
}

/** A code that is hardly longer than four shows nothing. */
function lastFour(code: string): string {
  return code.length < 8 ? '****' : `****${code.slice(-4)}`
}

function td(text: string): string {
  return `<td>${pieces(text)}</td>`
}

/** Names such as `already_invalid` are broken behind their strokes alone. */
function pieces(text: string): string {
  return escapeMarkup(text).replaceAll(/(?<=[a-z]_|[A-Z]_)(?=[A-Za-z])/g, '<wbr>')
}
