import type { HandlerContext } from '@card-member/service'
import { DeskRefusal } from '../contract/refusal.ts'
import type { Actor } from '../facade/sessions.ts'
import type { DeskCaller } from './edge.ts'

/** Who makes a call. @throws {DeskRefusal} not_signed_in */
export function actorOf({ caller }: Pick<HandlerContext<DeskCaller>, 'caller'>): Actor {
  if (caller.actor === undefined) throw new DeskRefusal('not_signed_in')
  return caller.actor
}
