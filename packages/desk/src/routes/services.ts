import type { Call } from '@card-member/service'
import type { Permission } from '../contract/permission.ts'
import { DeskRefusal } from '../contract/refusal.ts'
import type { Context } from '../domain/context.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Staff } from '../staff/staff.ts'
import type { DeskEdge, Visitor } from './edge.ts'

/** What handlers work with. */
export interface Services {
  readonly context: Context
  readonly staff: Staff
  readonly edge: DeskEdge
  /** Has the background look for work now. */
  readonly poke: () => void
}

/** Who makes a call. @throws {DeskRefusal} not_signed_in */
export function actorOf({ caller }: Pick<Call<Visitor>, 'caller'>): Actor {
  if (caller.actor === undefined) throw new DeskRefusal('not_signed_in')
  return caller.actor
}

/** The second factor that came with a call, if one did, makes its caller fresh; who may not make the call gets no such try. */
export async function freshActor(
  { staff }: Services,
  call: Call<Visitor>,
  { totp, permission, brand_id }: { readonly totp: string | undefined; readonly permission: Permission; readonly brand_id: string },
): Promise<Actor> {
  const actor = actorOf(call)
  demand(actor, permission, brand_id)
  return totp === undefined ? actor : staff.confirmSecondFactor(call.caller.cookie, totp)
}
