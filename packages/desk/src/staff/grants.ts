import type { Fact } from '../audit/event.ts'
import { type Grant, isRole } from '../contract/permission.ts'

/** Grants without repetition, of no other fields. */
export function distinctGrants(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map(({ brand_id, role }) => [`${role} ${brand_id}`, { brand_id, role }])).values()]
}

/** Grants as an event holds them. */
export function grantFacts(grants: readonly Grant[]): Fact {
  return distinctGrants(grants).map(({ brand_id, role }) => ({ brand_id, role }))
}

/** Grants from the JSON of a row. Roles that this version does not know are left out. */
export function parseGrants(json: string): Grant[] {
  const grants: readonly Grant[] = JSON.parse(json)
  return grants.filter(({ role }) => isRole(role))
}
