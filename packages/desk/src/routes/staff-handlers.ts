import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { Cookie } from './cookie.ts'
import type { DeskCaller } from './edge.ts'
import { viewActor } from './views.ts'

type Names =
  | 'setUp'
  | 'openSession'
  | 'getSession'
  | 'closeSession'
  | 'confirmSecondFactor'
  | 'listStaff'
  | 'addStaff'
  | 'setGrants'
  | 'setSignInName'
  | 'disableStaff'
  | 'enableStaff'
  | 'setPassword'
  | 'renewSecondFactor'

/** Signing in and out, and administering staff. @param cookie the one of a session */
export function staffHandlers({ staff, sessions }: Desk, cookie: Cookie): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  return {
    setUp: async ({ token, ...staffMember }) => ({ otpauth_uri: await sessions.setUp(token, staffMember) }),
    openSession: async (credentials, { caller, setHeader }) => {
      const { token, actor } = await sessions.open(credentials, caller.address)
      setHeader('Set-Cookie', cookie.write(token))
      return viewActor(actor)
    },
    getSession: async (_input, request) => viewActor(actorOf(request)),
    closeSession: async (_input, request) => {
      actorOf(request)
      await sessions.close(request.caller.token)
      request.setHeader('Set-Cookie', cookie.clear())
      return {}
    },
    confirmSecondFactor: async ({ totp }, { caller }) => viewActor(await sessions.confirmSecondFactor(caller.token, totp)),
    listStaff: async (_input, request) => ({ data: await staff.list(actorOf(request)) }),
    addStaff: (input, request) => staff.add(actorOf(request), input),
    setGrants: async (input, request) => {
      await staff.setGrants(actorOf(request), input)
      return {}
    },
    setSignInName: async (input, request) => {
      await staff.setSignInName(actorOf(request), input)
      return {}
    },
    disableStaff: async (input, request) => {
      await staff.disable(actorOf(request), input)
      return {}
    },
    enableStaff: async (input, request) => {
      await staff.enable(actorOf(request), input)
      return {}
    },
    setPassword: async (input, request) => {
      await staff.setPassword(actorOf(request), input)
      return {}
    },
    renewSecondFactor: (input, request) => staff.renewSecondFactor(actorOf(request), input),
  }
}
