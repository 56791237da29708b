import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { DeskCaller } from './edge.ts'

type Names =
  | 'startOwnTotp'
  | 'setOwnTotp'
  | 'startOwnPasskey'
  | 'addOwnPasskey'
  | 'removeOwnPasskey'
  | 'getOwnFactors'
  | 'setOwnPassword'
  | 'listOwnSessions'
  | 'endOwnSession'
  | 'listStaffSessions'
  | 'endStaffSessions'

/** One's own account, and the sessions of others. */
export function accountHandlers({ account, staff }: Desk): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  return {
    getOwnFactors: (_input, request) => account.factors(actorOf(request)),
    setOwnPassword: async (input, request) => {
      await account.setPassword(actorOf(request), { ...input, token: request.caller.token })
      return {}
    },
    startOwnTotp: (_input, request) => account.startTotp(actorOf(request)),
    setOwnTotp: async (input, request) => {
      await account.setTotp(actorOf(request), { ...input, token: request.caller.token })
      return {}
    },
    startOwnPasskey: (_input, request) => account.startPasskey(actorOf(request), request.caller),
    addOwnPasskey: (passkey, request) => account.addPasskey(actorOf(request), { ...passkey, token: request.caller.token }),
    removeOwnPasskey: async (key, request) => {
      await account.removePasskey(actorOf(request), key)
      return {}
    },
    listOwnSessions: async (_input, request) => ({ data: await account.sessions(actorOf(request), request.caller) }),
    endOwnSession: async (key, request) => {
      await account.endSession(actorOf(request), key)
      return {}
    },
    listStaffSessions: async (key, request) => ({ data: await staff.sessions(actorOf(request), key) }),
    endStaffSessions: async (which, request) => {
      await staff.endSessions(actorOf(request), which)
      return {}
    },
  }
}
