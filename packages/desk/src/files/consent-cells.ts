import type { Channel } from '../contract/consent.ts'
import { hiddenCharacterOf } from '../contract/visible-text.ts'
import type { Cells } from './batch-column.ts'
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
const together = ['consent_channel', 'told_at', 'agreed_at'] as const
const referenceLimit = 128

/** Reads the consent of a row, and notes what is wrong with it. `undefined` when the row says none. */
export function readConsent(cells: Cells, faults: RowFault[]): RowConsent | undefined {
  const reference = cells.consent_reference
  const found = referenceFinding(reference)
  if (found !== undefined) faults.push(rowFault('consent_reference', found, reference))
  if (together.every((column) => cells[column] === '')) return undefined
  const channel = channelNames.get(cells.consent_channel.toLowerCase())
  const told_at = parseCellTime(cells.told_at)
  const agreed_at = parseCellTime(cells.agreed_at)
  if (channel === undefined) faults.push(unread(cells, 'consent_channel', 'bad_channel'))
  if (told_at === undefined) faults.push(unread(cells, 'told_at', 'bad_time'))
  if (agreed_at === undefined) faults.push(unread(cells, 'agreed_at', 'bad_time'))
  if (channel === undefined || told_at === undefined || agreed_at === undefined) return undefined
  if (agreed_at < told_at) faults.push(rowFault('agreed_at', 'time_order'))
  return { channel, told_at, agreed_at, reference }
}

function referenceFinding(text: string): Finding | undefined {
  const character = hiddenCharacterOf(text)
  if (character !== undefined) return { fault: 'hidden_character', character }
  const size = [...text].length
  return size > referenceLimit ? { fault: 'too_long', limit: referenceLimit, size } : undefined
}

function unread(cells: Cells, column: (typeof together)[number], fault: RowFaultName): RowFault {
  return cells[column] === '' ? rowFault(column, 'consent_incomplete') : rowFault(column, fault, cells[column])
}
