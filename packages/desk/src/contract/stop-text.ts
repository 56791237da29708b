import { type LocalizedText, text } from '@card-member/sdk/contract'
import type { StopReason } from './batch.ts'

/** Why a batch stopped, in words; undefined when nothing has stopped it. */
export function stopText({ stop_kind, stop_code, stop_count, stop_of }: StopReason): LocalizedText | undefined {
  switch (stop_kind) {
    case 'canary':
      return text({ zh: '先行部分已完成，等待确认', en: 'the canary is complete and waits for confirmation' })
    case 'staff':
      return text({ zh: '员工暂停', en: 'paused by staff' })
    case 'same_code':
      return text({ zh: `${stop_code} 连续出现 ${stop_count} 次`, en: `${stop_code} ${stop_count} times in a row` })
    case 'failure_share':
      return text({ zh: `最近 ${stop_of} 行中有 ${stop_count} 行失败`, en: `${stop_count} of the last ${stop_of} rows failed` })
    default:
      return undefined
  }
}
