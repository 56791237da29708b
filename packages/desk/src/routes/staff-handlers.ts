import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
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
  | 'setPassword'
  | 'renewSecondFactor'

/** Signing in and out, and looking after staff. */
export function staffHandlers({ staff, sessions }: Desk): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  return {
    setUp: async ({ token, ...staffMember }) => ({ otpauth_uri: await sessions.setUp(token, staffMember) }),
    openSession: async (credentials, { caller, setHeader }) => {
      const { cookies, actor } = await sessions.open(credentials, caller.address)
      setHeader('Set-Cookie', [...cookies])
      return viewActor(actor)
    },
    getSession: async (_input, request) => viewActor(actorOf(request)),
    closeSession: async (_input, request) => {
      actorOf(request)
      request.setHeader('Set-Cookie', [...(await sessions.close(request.caller.cookie))])
      return {}
    },
    confirmSecondFactor: async ({ totp }, { caller }) => viewActor(await sessions.confirmSecondFactor(caller.cookie, totp)),
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
    setPassword: async (input, request) => {
      await staff.setPassword(actorOf(request), input)
      return {}
    },
    renewSecondFactor: (input, request) => staff.renewSecondFactor(actorOf(request), input),
  }
}
