import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { Cookie } from './cookie.ts'
import type { DeskCaller } from './edge.ts'
import { viewActor } from './views.ts'

type Names =
  | 'openInvitation'
  | 'acceptInvitation'
  | 'openSession'
  | 'getSession'
  | 'closeSession'
  | 'confirmSecondFactor'
  | 'startPasskeySignIn'
  | 'openPasskeySession'
  | 'startPasskeyConfirmation'
  | 'confirmByPasskey'
  | 'listStaff'
  | 'inviteStaff'
  | 'renewStaff'
  | 'listInvitations'
  | 'stopInvitation'
  | 'setGrants'
  | 'setFullName'
  | 'setSignInName'
  | 'disableStaff'
  | 'enableStaff'

const administer = { permission: 'administer', brand_id: '*' } as const

/** Signing in and out, and administering staff. @param cookie the one of a session */
export function staffHandlers({ staff, sessions }: Desk, cookie: Cookie): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  return {
    openInvitation: (link) => sessions.openInvitation(link),
    acceptInvitation: (acceptance) => sessions.acceptInvitation(acceptance),
    openSession: async (credentials, { caller, setHeader }) => {
      const { token, actor } = await sessions.open(credentials, caller)
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
    startPasskeySignIn: () => sessions.startPasskey(),
    openPasskeySession: async ({ credential }, { caller, setHeader }) => {
      const { token, actor } = await sessions.openByPasskey(credential, caller)
      setHeader('Set-Cookie', cookie.write(token))
      return viewActor(actor)
    },
    startPasskeyConfirmation: (_input, { caller }) => sessions.startPasskeyConfirmation(caller.token),
    confirmByPasskey: async ({ credential }, { caller }) => viewActor(await sessions.confirmByPasskey(caller.token, credential)),
    listStaff: async (_input, request) => ({ data: await staff.list(actorOf(request)) }),
    inviteStaff: (invitee, request) => staff.invite(actorOf(request), invitee),
    renewStaff: (key, request) => staff.renew(actorOf(request), key),
    listInvitations: async (_input, request) => ({ data: await staff.invitations(actorOf(request)) }),
    stopInvitation: async (key, request) => {
      await staff.stopInvitation(actorOf(request), key)
      return {}
    },
    setGrants: async ({ totp, ...input }, request) => {
      const actor = await sessions.confirmFor(actorOf(request), administer, { token: request.caller.token, totp })
      return staff.setGrants(actor, input)
    },
    setFullName: async (input, request) => {
      await staff.setFullName(actorOf(request), input)
      return {}
    },
    setSignInName: (input, request) => staff.setSignInName(actorOf(request), input),
    disableStaff: async (input, request) => {
      await staff.disable(actorOf(request), input)
      return {}
    },
    enableStaff: (input, request) => staff.enable(actorOf(request), input),
  }
}
