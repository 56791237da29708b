import { formatTime, type Static } from '@card-member/sdk/contract'
import type { BatchStep } from '../../contract/batch-view.ts'
import type { Actor } from '../../staff/actor.ts'
import { stepsOf } from '../../store/batch-steps.ts'
import { type Context, reading } from '../context.ts'
import { present } from '../present.ts'
import { batchOf } from './lifecycle.ts'

/** Each start and stop of a batch, in their order. */
export async function batchStepsOf(context: Context, actor: Actor, batch_id: string): Promise<Static<typeof BatchStep>[]> {
  const steps = await stepsOf(reading(context), await batchOf(context, actor, batch_id))
  return steps.map(({ number, time, action, staff_id, stop_kind, stop_code, stop_count, stop_of }) =>
    present<Static<typeof BatchStep>>({
      number,
      time: formatTime(time),
      action,
      staff_id,
      stop_kind: stop_kind ?? undefined,
      stop_code: stop_code ?? undefined,
      stop_count: stop_count ?? undefined,
      stop_of: stop_of ?? undefined,
    }),
  )
}
