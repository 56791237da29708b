import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import { demand } from '../staff/actor.ts'
import type { Visitor } from './edge.ts'
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
export function staffHandlers({ staff, edge }: Services): Pick<Handlers<DeskContract, Visitor>, Names> {
  /** People belong to the desk as a whole, so they are looked after by administrators of every brand only. */
  const administrator = (call: Parameters<typeof actorOf>[0]): string => {
    const actor = actorOf(call)
    demand(actor, 'administer', '*')
    return actor.staff_id
  }
  return {
    setUp: async ({ token, ...staffMember }) => ({ otpauth_uri: await staff.setUp(token, staffMember) }),
    openSession: async (credentials, { request_id, caller }) => {
      const { cookies, actor } = await staff.openSession(credentials, caller.address)
      edge.setCookies(request_id, cookies)
      return viewActor(actor)
    },
    getSession: async (_input, call) => viewActor(actorOf(call)),
    closeSession: async (_input, call) => {
      actorOf(call)
      edge.setCookies(call.request_id, await staff.closeSession(call.caller.cookie))
      return {}
    },
    confirmSecondFactor: async ({ totp }, { caller }) => viewActor(await staff.confirmSecondFactor(caller.cookie, totp)),
    listStaff: async (_input, call) => {
      administrator(call)
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
    addStaff: async ({ name, password, sign_in_name, grants }, call) =>
      staff.add({ name, password, sign_in_name, roles: grants }, administrator(call)),
    setGrants: async ({ staff_id, grants }, call) => {
      await staff.setGrants(staff_id, grants, administrator(call))
      return {}
    },
    setSignInName: async ({ staff_id, sign_in_name }, call) => {
      await staff.setSignInName(staff_id, sign_in_name, administrator(call))
      return {}
    },
    disableStaff: async ({ staff_id }, call) => {
      await staff.disable(staff_id, administrator(call))
      return {}
    },
    setPassword: async ({ staff_id, password }, call) => {
      await staff.setPassword(staff_id, password, administrator(call))
      return {}
    },
    renewSecondFactor: async ({ staff_id }, call) => ({ otpauth_uri: await staff.renewSecondFactor(staff_id, administrator(call)) }),
  }
}
