import { type Static, Type, text } from '@card-member/sdk/contract'
import { BatchView, RowView } from './batch-view.ts'
import { Id } from './field.ts'
import { deskOperation } from './operation.ts'

/** Why a stream of a batch's events ends: the batch has ended, or who reads it may read no more, or the desk stops. */
export const streamEnds = ['batch_ended', 'signed_out', 'not_permitted', 'desk_stops'] as const
/** Why a stream of a batch's events ends. */
export type StreamEnd = (typeof streamEnds)[number]

/** What each event of a batch brings, by its name. */
export const BatchEvents = Type.Object({
  batch: BatchView,
  rows: Type.Object(
    { data: Type.Array(RowView, { maxItems: 100 }) },
    { description: 'Rows that changed, at most 100 at a time: of more, the last ones. The counts are in `batch`.' },
  ),
  end: Type.Object({ reason: Type.Enum([...streamEnds]) }),
})
/** What each event of a batch brings, by its name. */
export type BatchEvents = Static<typeof BatchEvents>

/** One event of a batch. */
export type BatchEvent = {
  readonly [Name in keyof BatchEvents]: { readonly event: Name; readonly data: BatchEvents[Name] }
}[keyof BatchEvents]

export const batchEvents = deskOperation({
  id: 'batchEvents',
  method: 'GET',
  path: '/api/batches/{batch_id}/events',
  query: [],
  events: true,
  summary: text({
    zh: '批次的实时事件（text/event-stream）：batch、rows、end；会话结束时结束，且不延长会话',
    en: 'Events of a batch as they happen (text/event-stream): batch, rows, end. It ends with the session, and does not prolong it',
  }),
  permission: 'look_up',
  input: Type.Object({ batch_id: Id }),
  reply: BatchEvents,
})
