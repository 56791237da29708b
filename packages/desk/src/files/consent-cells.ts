import type { Channel } from '../contract/channel.ts'
import type { Consenter, Expression, NoticeLanguage } from '../contract/consent.ts'
import { hiddenCharacterOf } from '../contract/visible-text.ts'
import type { BatchColumn, Cells } from './batch-column.ts'
import { parseCellTime } from './cell-time.ts'
import { type Finding, type RowFault, type RowFaultName, rowFault } from './row-fault.ts'

/** How a file's row says that the member was told and agreed. */
export interface RowConsent {
  readonly channel: Channel
  /** Unix seconds. */
  readonly told_at: number
  /** Unix seconds. */
  readonly agreed_at: number
  readonly reference: string
  readonly how: ConsentHow
}

/** What a row may say besides; what it leaves out has its default. */
export interface ConsentHow {
  readonly told_by?: string
  readonly expressed?: Expression
  readonly agreed_by?: Consenter
  readonly language?: NoticeLanguage
}

const channelNames: ReadonlyMap<string, Channel> = new Map<string, Channel>([
  ['sms', 'sms'],
  ['短信', 'sms'],
  ['手机短信', 'sms'],
  ['phone', 'phone'],
  ['电话', 'phone'],
  ['store', 'store'],
  ['门店', 'store'],
  ['到店', 'store'],
  ['online', 'online'],
  ['线上', 'online'],
  ['mail', 'mail'],
  ['email', 'mail'],
  ['邮件', 'mail'],
  ['邮寄', 'mail'],
])
const expressionNames: ReadonlyMap<string, Expression> = new Map<string, Expression>([
  ['reply', 'reply'],
  ['回复', 'reply'],
  ['短信回复', 'reply'],
  ['click', 'click'],
  ['点击', 'click'],
  ['勾选', 'click'],
  ['signature', 'signature'],
  ['签名', 'signature'],
  ['签字', 'signature'],
  ['spoken', 'spoken'],
  ['口头', 'spoken'],
  ['录音', 'spoken'],
])
const consenterNames: ReadonlyMap<string, Consenter> = new Map<string, Consenter>([
  ['member', 'member'],
  ['本人', 'member'],
  ['会员', 'member'],
  ['会员本人', 'member'],
  ['guardian', 'guardian'],
  ['监护人', 'guardian'],
])
const languageNames: ReadonlyMap<string, NoticeLanguage> = new Map<string, NoticeLanguage>([
  ['zh-cn', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['中文', 'zh-CN'],
  ['en', 'en'],
  ['英文', 'en'],
  ['english', 'en'],
])
const together = ['consent_channel', 'told_at', 'agreed_at'] as const
const referenceLimit = 128
const nameLimit = 64

/** Reads the consent of a row, and notes what is wrong with it. `undefined` when the row says none. */
export function readConsent(cells: Cells, faults: RowFault[]): RowConsent | undefined {
  const reference = cells.consent_reference
  const found = textFinding(reference, referenceLimit)
  if (found !== undefined) faults.push(rowFault('consent_reference', found, reference))
  const how = readHow(cells, faults)
  if (together.every((column) => cells[column] === '')) return undefined
  const channel = channelNames.get(cells.consent_channel.toLowerCase())
  const told_at = parseCellTime(cells.told_at)
  const agreed_at = parseCellTime(cells.agreed_at)
  if (channel === undefined) faults.push(unread(cells, 'consent_channel', 'bad_channel'))
  if (told_at === undefined) faults.push(unread(cells, 'told_at', 'bad_time'))
  if (agreed_at === undefined) faults.push(unread(cells, 'agreed_at', 'bad_time'))
  if (channel === undefined || told_at === undefined || agreed_at === undefined) return undefined
  if (agreed_at < told_at) faults.push(rowFault('agreed_at', 'time_order'))
  return { channel, told_at, agreed_at, reference, how }
}

/** What the cells of a row that was judged say besides. */
export function consentHowOf(cells: Cells): ConsentHow {
  return readHow(cells, [])
}

function readHow(cells: Cells, faults: RowFault[]): ConsentHow {
  const told_by = cells.consent_told_by
  const found = textFinding(told_by, nameLimit)
  if (found !== undefined) faults.push(rowFault('consent_told_by', found, told_by))
  const named = <Value>(column: BatchColumn, names: ReadonlyMap<string, Value>, fault: RowFaultName): Value | undefined => {
    const value = names.get(cells[column].toLowerCase())
    if (value === undefined && cells[column] !== '') faults.push(rowFault(column, fault, cells[column]))
    return value
  }
  const expressed = named('consent_expressed', expressionNames, 'bad_expression')
  const agreed_by = named('consent_agreed_by', consenterNames, 'bad_consenter')
  const language = named('consent_language', languageNames, 'bad_language')
  return {
    ...(told_by !== '' && { told_by }),
    ...(expressed !== undefined && { expressed }),
    ...(agreed_by !== undefined && { agreed_by }),
    ...(language !== undefined && { language }),
  }
}

function textFinding(text: string, limit: number): Finding | undefined {
  const character = hiddenCharacterOf(text)
  if (character !== undefined) return { fault: 'hidden_character', character }
  const size = [...text].length
  return size > limit ? { fault: 'too_long', limit, size } : undefined
}

function unread(cells: Cells, column: (typeof together)[number], fault: RowFaultName): RowFault {
  return cells[column] === '' ? rowFault(column, 'consent_incomplete') : rowFault(column, fault, cells[column])
}
