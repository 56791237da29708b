import { rowFaults } from '../file/row-fault.ts'

interface Words {
  readonly 'zh-CN': string
  readonly en: string
}

const words = (zh: string, en: string): Words => ({ 'zh-CN': zh, en })

/** What can be wrong with a row that its cells alone do not show. */
export const batchFaults = {
  duplicate_row: words('文件中更早的一行已有同一张卡，请删去重复行', 'An earlier row of the file names the same card; remove one of them'),
  in_open_batch: words(
    '该卡已在另一未完成的批次中；请等其完成或取消后再上传',
    'Another open batch names this card; wait until it is done or cancelled',
  ),
  time_in_future: words('同意时间晚于现在，请核对', 'The member agreed at a time that is still to come; check it'),
} as const satisfies Record<string, Words>

const all: Readonly<Record<string, Words>> = { ...rowFaults, ...batchFaults }

/** What is wrong with a cell and what to do, in both languages. */
export function faultWords(fault: string): Words {
  return all[fault] ?? words(fault, fault)
}
