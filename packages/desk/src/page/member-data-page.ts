import { type LocalizedText, text } from '@card-member/sdk/contract'
import { type Markup, markup } from './markup.ts'
import { memberDocument } from './member-document.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Everything that is kept of a member. */
export interface MemberDataWords {
  readonly brand_id: string
  readonly openid: string
  readonly export_time: string
  readonly consents: Rows
  readonly consent_requests: Rows
  readonly withdrawals: Rows
  readonly invalidations: Rows
  readonly batch_rows: Rows
  readonly events: Rows
}

const parts = [
  ['consents', text({ zh: '同意记录', en: 'Consents' })],
  ['consent_requests', text({ zh: '请您同意的链接', en: 'Requests for your consent' })],
  ['withdrawals', text({ zh: '撤回记录', en: 'Withdrawals' })],
  ['invalidations', text({ zh: '会员卡作废记录', en: 'Invalidations of cards' })],
  ['batch_rows', text({ zh: '批次文件中的行', en: 'Rows of batch files' })],
  ['events', text({ zh: '审计日志中的事件', en: 'Events of the audit log' })],
] as const satisfies readonly (readonly [keyof MemberDataWords, LocalizedText])[]

/** A page to read, in both languages: each thing that is kept, with the names of its fields as the API has them. */
export function memberDataPage(data: MemberDataWords): string {
  const sections = parts.map(([part, name]) => {
    const rows = data[part]
    const list = rows.map((row) => markup`<section><dl>${termsOf(row)}</dl></section>`)
    return markup`<h2>${name['zh-CN']} <span lang="en">${name.en}</span>: ${rows.length}</h2>${list}`
  })
  const content = markup`<section><h1>本服务台保存的会员数据</h1><p lang="en">What the desk keeps of a member</p>
<dl><dt>brand_id</dt><dd>${data.brand_id}</dd><dt>openid</dt><dd>${data.openid}</dd><dt>导出时间 <span lang="en">Exported</span></dt><dd>${data.export_time}</dd></dl></section>
${sections}`
  return memberDocument('zh-CN', '会员数据', content)
}

function termsOf(row: Readonly<Record<string, unknown>>): Markup[] {
  return Object.entries(row).map(([name, value]) => markup`<dt>${name}</dt><dd class="lines">${written(value)}</dd>`)
}

function written(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
