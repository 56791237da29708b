import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import { demand } from '../people/actor.ts'
import type { Visitor } from './edge.ts'
import { actorOf, type Services } from './services.ts'
import { viewActor } from './views.ts'

type Names =
  | 'setUp'
  | 'openSession'
  | 'getSession'
  | 'closeSession'
  | 'confirmSecondFactor'
  | 'listPeople'
  | 'addPerson'
  | 'setGrants'
  | 'setSignInName'
  | 'disablePerson'
  | 'setPassword'
  | 'renewSecondFactor'

/** Signing in and out, and looking after people. */
export function peopleHandlers({ people, edge }: Services): Pick<Handlers<DeskContract, Visitor>, Names> {
  /** People belong to the desk as a whole, so they are looked after by administrators of every brand only. */
  const administrator = (call: Parameters<typeof actorOf>[0]): string => {
    const actor = actorOf(call)
    demand(actor, 'administer', '*')
    return actor.person_id
  }
  return {
    setUp: async ({ token, ...person }) => ({ otpauth_uri: await people.setUp(token, person) }),
    openSession: async (credentials, { request_id, caller }) => {
      const { cookies, actor } = await people.openSession(credentials, caller.address)
      edge.setCookies(request_id, cookies)
      return viewActor(actor)
    },
    getSession: async (_input, call) => viewActor(actorOf(call)),
    closeSession: async (_input, call) => {
      actorOf(call)
      edge.setCookies(call.request_id, await people.closeSession(call.caller.cookie))
      return {}
    },
    confirmSecondFactor: async ({ totp }, { caller }) => viewActor(await people.confirmSecondFactor(caller.cookie, totp)),
    listPeople: async (_input, call) => {
      administrator(call)
      const data = await people.list()
      return {
        data: data.map(({ person_id, name, sign_in_name, disabled_time, grants }) => ({
          person_id,
          name,
          sign_in_name,
          disabled: disabled_time !== null,
          grants: grants.map((grant) => ({ ...grant })),
        })),
      }
    },
    addPerson: async ({ name, password, sign_in_name, grants }, call) =>
      people.add({ name, password, sign_in_name, roles: grants }, administrator(call)),
    setGrants: async ({ person_id, grants }, call) => {
      await people.setGrants(person_id, grants, administrator(call))
      return {}
    },
    setSignInName: async ({ person_id, sign_in_name }, call) => {
      await people.setSignInName(person_id, sign_in_name, administrator(call))
      return {}
    },
    disablePerson: async ({ person_id }, call) => {
      await people.disable(person_id, administrator(call))
      return {}
    },
    setPassword: async ({ person_id, password }, call) => {
      await people.setPassword(person_id, password, administrator(call))
      return {}
    },
    renewSecondFactor: async ({ person_id }, call) => ({ otpauth_uri: await people.renewSecondFactor(person_id, administrator(call)) }),
  }
}
