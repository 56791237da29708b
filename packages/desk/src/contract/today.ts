import { Type, text } from '@card-member/sdk/contract'
import { PendingChange } from './changes.ts'
import { Time } from './field.ts'
import { deskOperation } from './operation.ts'

const total_count = Type.Integer({ description: 'How many there are; `data` has the first of them.' })

/** A batch that waits for somebody. */
const WaitingBatch = Type.Object({
  batch_id: Type.String(),
  brand_id: Type.String(),
  file_name: Type.String(),
  author: Type.String(),
  plan_count: Type.Integer({ description: 'Cards in the plan.' }),
  create_time: Time,
})
const WaitingBatches = Type.Object({ data: Type.Array(WaitingBatch), total_count })

export const getToday = deskOperation({
  id: 'getToday',
  method: 'GET',
  path: '/api/today',
  query: [],
  summary: text({
    zh: '查询等待本人处理的事项与近 30 天的作废数量',
    en: 'Get what waits for you, and the invalidations of the last 30 days',
  }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: Type.Object(
    {
      to_approve: Type.Optional(WaitingBatches),
      stopped: Type.Optional(WaitingBatches),
      canaries: Type.Optional(WaitingBatches),
      unknown: Type.Optional(
        Type.Object({
          data: Type.Array(
            Type.Object({
              invalidation_id: Type.String(),
              brand_id: Type.String(),
              code_last4: Type.String(),
              batch_id: Type.Optional(Type.String()),
              requested_by: Type.String(),
              start_time: Time,
            }),
          ),
          total_count,
        }),
      ),
      changes: Type.Object({ data: Type.Array(PendingChange), total_count }),
      days: Type.Optional(
        Type.Array(Type.Object({ day: Type.String({ description: 'Beijing date, `2026-11-26`.' }), invalidations: Type.Integer() }), {
          description: 'Cards ended, or being ended, on each of the last 30 days, the oldest first; without rehearsals.',
        }),
      ),
    },
    {
      title: 'Today',
      description:
        'For the brands of your roles. Batches that you could approve with `approve_batch`; with `look_up` those that their circuit breaker stopped, those that wait after their canary, unknown outcomes and days; pending changes for everybody.',
    },
  ),
})
