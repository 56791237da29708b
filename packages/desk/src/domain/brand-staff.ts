import { type Actor, demand } from '../staff/actor.ts'
import { peopleOfInvalidations } from '../store/invalidation-people.ts'
import { allGrants, allStaff } from '../store/staff.ts'
import { type Context, reading } from './context.ts'

/** Somebody who works for a brand, or did. */
interface BrandStaff {
  readonly staff_id: string
  readonly name: string
  readonly full_name?: string
  readonly disabled: boolean
}

/** Who has a role for a brand, and who asked for its invalidations or recorded their consents, by name. @throws {DeskError} not_permitted */
export async function staffOfBrand(context: Context, actor: Actor, brand_id: string): Promise<BrandStaff[]> {
  demand(actor, 'look_up', brand_id)
  const store = reading(context)
  const [staff, grants, recorded] = await Promise.all([allStaff(store), allGrants(store), peopleOfInvalidations(store, brand_id)])
  const hasRole = (id: string) => grants.get(id)?.some((grant) => grant.brand_id === '*' || grant.brand_id === brand_id) === true
  return staff
    .filter(({ id }) => recorded.has(id) || hasRole(id))
    .map(({ id, name, full_name, disabled_time }) => ({
      staff_id: id,
      name,
      ...(full_name === null ? {} : { full_name }),
      disabled: disabled_time !== null,
    }))
}
