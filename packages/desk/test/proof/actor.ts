import type { Role } from '../../src/contract/index.ts'
import type { Actor } from '../../src/staff/actor.ts'

/** Someone with a role for every brand, who has just given a code of their second factor. */
export function actor(staff_id: string, role: Role): Actor {
  return { staff_id, name: staff_id, grants: [{ brand_id: '*', role }], second_factor_time: Math.floor(Date.now() / 1000) }
}
