import type { HandlerContext } from '@card-member/service'
import { DeskError } from '../contract/desk-error.ts'
import type { Actor } from '../facade/sessions.ts'
import type { DeskCaller } from './edge.ts'

/** Who makes a call. @throws {DeskError} not_signed_in */
export function actorOf({ caller }: Pick<HandlerContext<DeskCaller>, 'caller'>): Actor {
  if (caller.actor === undefined) throw new DeskError('not_signed_in')
  return caller.actor
}
