import type { HandlerContext } from '@card-member/service'
import type { Permission } from '../contract/permission.ts'
import { DeskRefusal } from '../contract/refusal.ts'
import type { Context } from '../domain/context.ts'
import { type Actor, demand } from '../staff/actor.ts'
import type { Staff } from '../staff/staff.ts'
import type { DeskCaller } from './edge.ts'

/** What handlers work with. */
export interface Services {
  readonly context: Context
  readonly staff: Staff
  /** Has the background look for work now. */
  readonly poke: () => void
}

/** Who makes a call. @throws {DeskRefusal} not_signed_in */
export function actorOf({ caller }: Pick<HandlerContext<DeskCaller>, 'caller'>): Actor {
  if (caller.actor === undefined) throw new DeskRefusal('not_signed_in')
  return caller.actor
}

/** The second factor that came with a call, if one did, makes its caller fresh; who may not make the call gets no such try. */
export async function freshActor(
  { staff }: Services,
  request: Pick<HandlerContext<DeskCaller>, 'caller'>,
  { totp, permission, brand_id }: { readonly totp: string | undefined; readonly permission: Permission; readonly brand_id: string },
): Promise<Actor> {
  const actor = actorOf(request)
  demand(actor, permission, brand_id)
  return totp === undefined ? actor : staff.confirmSecondFactor(request.caller.cookie, totp)
}
