import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { DeskCaller } from './edge.ts'

type Names =
  | 'listConnections'
  | 'checkConnection'
  | 'getRehearsal'
  | 'listRehearsalRequests'
  | 'listRehearsalNotifications'
  | 'rehearseJoin'
  | 'rehearseActivate'
  | 'rehearseChange'
  | 'rehearseExchange'
  | 'rehearseOpen'
  | 'rehearseDelete'
  | 'setRehearsalClock'
  | 'addRehearsalFault'
  | 'clearRehearsalFaults'
  | 'deliverRehearsal'
  | 'resetRehearsal'

/** The ways to platforms: their check, and rehearsals on those that lead to a sandbox. */
export function connectionHandlers({ connections, rehearsals }: Desk): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  return {
    listConnections: async (_input, request) => ({ data: await connections.list(actorOf(request)) }),
    checkConnection: (input, request) => connections.check(actorOf(request), input),
    getRehearsal: (sandbox, request) => rehearsals.state(actorOf(request), sandbox),
    listRehearsalRequests: async (query, request) => ({ data: await rehearsals.requests(actorOf(request), query) }),
    listRehearsalNotifications: async (query, request) => ({ data: await rehearsals.notifications(actorOf(request), query) }),
    rehearseJoin: (input, request) => rehearsals.join(actorOf(request), input),
    rehearseActivate: (card, request) => rehearsals.activate(actorOf(request), card),
    rehearseChange: (input, request) => rehearsals.change(actorOf(request), input),
    rehearseExchange: (input, request) => rehearsals.exchange(actorOf(request), input),
    rehearseOpen: async (card, request) => {
      await rehearsals.open(actorOf(request), card)
      return {}
    },
    rehearseDelete: (card, request) => rehearsals.delete(actorOf(request), card),
    setRehearsalClock: (change, request) => rehearsals.setClock(actorOf(request), change),
    addRehearsalFault: (rule, request) => rehearsals.addFault(actorOf(request), rule),
    clearRehearsalFaults: (which, request) => rehearsals.clearFaults(actorOf(request), which),
    deliverRehearsal: async (sandbox, request) => ({ data: await rehearsals.deliver(actorOf(request), sandbox) }),
    resetRehearsal: (sandbox, request) => rehearsals.reset(actorOf(request), sandbox),
  }
}
