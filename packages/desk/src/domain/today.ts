import { dayOf } from '../audit/day.ts'
import { allows, type Permission } from '../contract/permission.ts'
import type { Actor } from '../staff/actor.ts'
import type { ListedChange } from '../staff/changes.ts'
import { type Batch, listBatches } from '../store/batches.ts'
import type { InvalidationRow } from '../store/invalidations.ts'
import { type Beginning, heldBatches, invalidationsByDay, unknownInvalidations } from '../store/today.ts'
import { brandIdsFor } from './brands.ts'
import { type Context, reading, secondsOf } from './context.ts'

/** What waits for somebody, as far as they may see it. */
export interface Today {
  readonly to_approve: Beginning<Batch> | undefined
  readonly stopped: Beginning<Batch> | undefined
  readonly canaries: Beginning<Batch> | undefined
  readonly unknown: Beginning<InvalidationRow> | undefined
  readonly changes: readonly ListedChange[]
  readonly days: readonly { readonly day: string; readonly invalidations: number }[] | undefined
}

/** How many of each are told; the lists have the others. */
const shown = 5
const days = 30
const daySeconds = 86_400

/** What waits for somebody, and how many cards their brands ended on the last days. */
export async function todayFor(context: Context, actor: Actor): Promise<Today> {
  const store = reading(context)
  const brands = await brandIdsFor(context, actor)
  const allowed = (permission: Permission) => brands.filter((brand_id) => allows(actor.grants, permission, brand_id))
  const [seen, approved] = [allowed('look_up'), allowed('approve_batch')]
  const isSeen = actor.grants.some(({ brand_id }) => allows(actor.grants, 'look_up', brand_id))
  const isApprover = actor.grants.some(({ brand_id }) => allows(actor.grants, 'approve_batch', brand_id))
  return {
    to_approve: isApprover ? await listBatches(store, { brand_ids: approved, waits_for: actor.staff_id }, 0, shown) : undefined,
    stopped: isSeen ? await heldBatches(store, seen, 'stopped', shown) : undefined,
    canaries: isSeen ? await heldBatches(store, seen, 'canary', shown) : undefined,
    unknown: isSeen ? await unknownInvalidations(store, seen, shown) : undefined,
    changes: await context.changes.pending(),
    days: isSeen ? await lastDays(context, seen) : undefined,
  }
}

async function lastDays(context: Context, brands: readonly string[]): Promise<NonNullable<Today['days']>> {
  const now = secondsOf(context.clock)
  const names = Array.from({ length: days }, (_, index) => dayOf(now - (days - 1 - index) * daySeconds))
  const counts = await invalidationsByDay(reading(context), brands, names[0] ?? '')
  return names.map((day) => ({ day, invalidations: counts.get(day) ?? 0 }))
}
