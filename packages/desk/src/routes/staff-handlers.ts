import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import { demand } from '../staff/actor.ts'
import type { DeskCaller } from './edge.ts'
import { actorOf, type Services } from './services.ts'
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

/** Signing in and out, and looking after people. */
export function staffHandlers({ staff }: Services): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  /** People belong to the desk as a whole, so they are looked after by administrators of every brand only. */
  const administrator = (request: Parameters<typeof actorOf>[0]): string => {
    const actor = actorOf(request)
    demand(actor, 'administer', '*')
    return actor.staff_id
  }
  return {
    setUp: async ({ token, ...staffMember }) => ({ otpauth_uri: await staff.setUp(token, staffMember) }),
    openSession: async (credentials, { caller, setHeader }) => {
      const { cookies, actor } = await staff.openSession(credentials, caller.address)
      setHeader('Set-Cookie', [...cookies])
      return viewActor(actor)
    },
    getSession: async (_input, request) => viewActor(actorOf(request)),
    closeSession: async (_input, request) => {
      actorOf(request)
      request.setHeader('Set-Cookie', [...(await staff.closeSession(request.caller.cookie))])
      return {}
    },
    confirmSecondFactor: async ({ totp }, { caller }) => viewActor(await staff.confirmSecondFactor(caller.cookie, totp)),
    listStaff: async (_input, request) => {
      administrator(request)
      const data = await staff.list()
      return {
        data: data.map(({ staff_id, name, sign_in_name, disabled_time, grants }) => ({
          staff_id,
          name,
          sign_in_name,
          disabled: disabled_time !== null,
          grants: grants.map((grant) => ({ ...grant })),
        })),
      }
    },
    addStaff: async ({ name, password, sign_in_name, grants }, request) =>
      staff.add({ name, password, sign_in_name, roles: grants }, administrator(request)),
    setGrants: async ({ staff_id, grants }, request) => {
      await staff.setGrants(staff_id, grants, administrator(request))
      return {}
    },
    setSignInName: async ({ staff_id, sign_in_name }, request) => {
      await staff.setSignInName(staff_id, sign_in_name, administrator(request))
      return {}
    },
    disableStaff: async ({ staff_id }, request) => {
      await staff.disable(staff_id, administrator(request))
      return {}
    },
    setPassword: async ({ staff_id, password }, request) => {
      await staff.setPassword(staff_id, password, administrator(request))
      return {}
    },
    renewSecondFactor: async ({ staff_id }, request) => ({ otpauth_uri: await staff.renewSecondFactor(staff_id, administrator(request)) }),
  }
}
