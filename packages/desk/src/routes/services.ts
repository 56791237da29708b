import type { Call } from '@card-member/service'
import { DeskRefusal } from '../contract/refusal.ts'
import type { Actor } from '../people/actor.ts'
import type { People } from '../people/people.ts'
import type { Means } from '../subject/means.ts'
import type { DeskEdge, Visitor } from './edge.ts'

/** What handlers work with. */
export interface Services {
  readonly means: Means
  readonly people: People
  readonly edge: DeskEdge
  /** Has the background look for work now. */
  readonly poke: () => void
}

/** Who makes a call. @throws {DeskRefusal} not_signed_in */
export function actorOf({ caller }: Pick<Call<Visitor>, 'caller'>): Actor {
  if (caller.actor === undefined) throw new DeskRefusal('not_signed_in')
  return caller.actor
}

/** The second factor that came with a call, if one did, makes its caller fresh. */
export async function freshActor({ people }: Services, call: Call<Visitor>, totp: string | undefined): Promise<Actor> {
  return totp === undefined ? actorOf(call) : people.confirmSecondFactor(call.caller.cookie, totp)
}
