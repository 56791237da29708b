import { allows } from '../../contract/permission.ts'
import { type Actor, demand } from '../../staff/actor.ts'
import { listBatches } from '../../store/batches.ts'
import { type Context, reading } from '../context.ts'

/** The batches that the actor may see, the newest first; of one brand when it is given. */
export function batchesFor(context: Context, actor: Actor, brand_id: string | undefined, offset: number, limit: number) {
  if (brand_id !== undefined) demand(actor, 'look_up', brand_id)
  const own = [...new Set(actor.grants.map((grant) => grant.brand_id))].filter((brand) => allows(actor.grants, 'look_up', brand))
  const every = own.includes('*') ? undefined : own
  return listBatches(reading(context), brand_id === undefined ? every : [brand_id], offset, limit)
}
