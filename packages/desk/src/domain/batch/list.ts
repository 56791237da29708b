import type { BatchState } from '../../contract/batch.ts'
import { allows, type Permission } from '../../contract/permission.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { listBatches } from '../../store/batches.ts'
import { type Context, reading } from '../context.ts'
import { type Days, rangeOfDays } from '../day-range.ts'

/** Which batches are listed. */
export interface BatchFilter extends Days {
  /** Of every brand of the actor when left out. */
  readonly brand_id?: string | undefined
  /** Only those that the actor could approve. */
  readonly waiting?: boolean | undefined
  readonly state?: BatchState | undefined
  /** Only those of this staff member. */
  readonly author?: string | undefined
}

/** The batches that the actor may see, the newest first; of one brand when it is given. */
export function batchesFor(
  context: Context,
  actor: Actor,
  { brand_id, waiting = false, state, author, ...days }: BatchFilter,
  offset: number,
  limit: number,
) {
  if (brand_id !== undefined) demand(actor, 'look_up', brand_id)
  const seen = brandsOf(actor, waiting ? 'approve_batch' : 'look_up')
  const isSeen = brand_id === undefined || seen === undefined || seen.includes(brand_id)
  const asked = brand_id === undefined ? seen : [brand_id]
  const brand_ids = isSeen ? asked : []
  return listBatches(
    reading(context),
    { brand_ids, waits_for: waiting ? actor.staff_id : undefined, state, author, ...rangeOfDays(days) },
    offset,
    limit,
  )
}

/** The brands for which somebody has a permission; undefined for every brand. */
function brandsOf({ grants }: Actor, permission: Permission): string[] | undefined {
  const own = [...new Set(grants.map((grant) => grant.brand_id))].filter((brand) => allows(grants, permission, brand))
  return own.includes('*') ? undefined : own
}
