import { type LocalizedText, text } from '@card-member/sdk/contract'
import { localText } from '../../files/cell-time.ts'
import { type Finding, rowFaults } from '../../files/row-fault.ts'

/** Faults of a row that its cells alone do not show. */
export const batchFaults = {
  duplicate_row: text({
    zh: '文件中更早的一行已有同一张卡，请删去重复行',
    en: 'An earlier row of the file names the same card; remove one of them',
  }),
  in_open_batch: text({
    zh: '该卡已在未完成的批次{batch_id}中（{since}上传）；请等该批次完成或取消后再上传',
    en: 'The open batch {batch_id}, uploaded {since} (Beijing time), names this card; wait until it is done or cancelled',
  }),
  time_in_future: text({ zh: '同意时间晚于现在，请核对', en: 'The member agreed at a time that is still to come; check it' }),
} as const satisfies Record<string, LocalizedText>

/** A fault or warning of a stored row, with the parameters of its words. */
export interface StoredFault extends Omit<Finding, 'fault'> {
  readonly column: string
  readonly fault: string
  /** The other batch that names the card. */
  readonly batch_id?: string
  /** When that batch was uploaded, in Unix seconds. */
  readonly since?: number
}

const all: Readonly<Record<string, LocalizedText>> = { ...rowFaults, ...batchFaults }

/** What is wrong with a cell, and what to do. */
export function faultWords(stored: StoredFault): LocalizedText {
  const { fault } = stored
  const since = stored.since === undefined ? {} : { since: localText(stored.since) }
  const values = new Map<string, unknown>(Object.entries({ ...stored, ...since }))
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values.get(name) ?? ''))
  const { 'zh-CN': zh, en } = all[fault] ?? text({ zh: fault, en: fault })
  return text({ zh: fill(zh), en: fill(en) })
}

/** Reads the faults or warnings of a stored row. */
export function readFaults(text: string | null): readonly StoredFault[] {
  const faults: readonly StoredFault[] = text === null ? [] : JSON.parse(text)
  return faults
}
