import { formatTime } from '@card-member/sdk/contract'
import type { Context } from '../domain/context.ts'
import { todayFor, type Today as Waiting } from '../domain/today.ts'
import type { Actor } from '../staff/actor.ts'
import { viewChange } from './changes.ts'
import type { Reply } from './reply.ts'

/** The page that a working day begins with. */
export class Today {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * What waits for somebody, by their permissions, and how many cards their brands ended on each of the last 30 days. Needs no
   * permission.
   *
   * @example
   * const { to_approve } = await desk.today.get(actor)
   */
  async get(actor: Actor): Promise<Reply<'getToday'>> {
    const { to_approve, stopped, canaries, unknown, changes, days } = await todayFor(this.#context, actor)
    return {
      ...(to_approve && { to_approve: viewBatches(to_approve) }),
      ...(stopped && { stopped: viewBatches(stopped) }),
      ...(canaries && { canaries: viewBatches(canaries) }),
      ...(unknown && { unknown: viewUnknown(unknown) }),
      changes: { data: changes.slice(0, shownChanges).map(viewChange), total_count: changes.length },
      ...(days && { days: days.map((day) => ({ ...day })) }),
    }
  }
}

const shownChanges = 5

function viewBatches({ rows, total_count }: NonNullable<Waiting['stopped']>): NonNullable<Reply<'getToday'>['stopped']> {
  const data = rows.map(({ batch_id, brand_id, file_name, author, plan_count, create_time }) => {
    return { batch_id, brand_id, file_name, author, plan_count: plan_count ?? 0, create_time: formatTime(create_time) }
  })
  return { data, total_count }
}

function viewUnknown({ rows, total_count }: NonNullable<Waiting['unknown']>): NonNullable<Reply<'getToday'>['unknown']> {
  const data = rows.map(({ invalidation_id, brand_id, code_last4, batch_id, requested_by, start_time }) => {
    const batch = batch_id === null ? {} : { batch_id }
    return { invalidation_id, brand_id, code_last4, ...batch, requested_by, start_time: formatTime(start_time) }
  })
  return { data, total_count }
}
