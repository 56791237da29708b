import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { DeskCaller } from './edge.ts'

type Names = 'getSettings' | 'changeSettings' | 'getDeskSettings' | 'changeDeskSettings' | 'listChanges' | 'confirmChange' | 'stopChange'

/** Settings, and the changes that wait for another administrator. */
export function changeHandlers({ settings, changes, sessions }: Desk): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  return {
    getSettings: (brand, request) => settings.get(actorOf(request), brand),
    changeSettings: async ({ totp, ...input }, request) => {
      const act = { permission: 'administer', brand_id: input.brand_id } as const
      const actor = await sessions.confirmFor(actorOf(request), act, { token: request.caller.token, totp })
      return settings.change(actor, input)
    },
    getDeskSettings: (_input, request) => settings.getDesk(actorOf(request)),
    changeDeskSettings: async ({ totp, ...input }, request) => {
      const act = { permission: 'administer', brand_id: '*' } as const
      const actor = await sessions.confirmFor(actorOf(request), act, { token: request.caller.token, totp })
      return settings.changeDesk(actor, input)
    },
    listChanges: (filter, request) => changes.list(actorOf(request), filter),
    confirmChange: async ({ change_id, totp }, request) => {
      const actor = actorOf(request)
      const { brand_id } = await changes.get(actor, { change_id })
      const act = { permission: 'administer', brand_id } as const
      return changes.confirm(await sessions.confirmFor(actor, act, { token: request.caller.token, totp }), { change_id })
    },
    stopChange: (input, request) => changes.stop(actorOf(request), input),
  }
}
