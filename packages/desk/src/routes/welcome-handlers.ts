import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import { DeskError } from '../contract/desk-error.ts'
import { deskOpenApi } from '../contract/openapi.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { Cookie } from './cookie.ts'
import type { DeskCaller } from './edge.ts'
import { viewActor } from './views.ts'

type Names =
  | 'getWelcome'
  | 'openDemoSession'
  | 'confirmDemoSecondFactor'
  | 'getToday'
  | 'listBrands'
  | 'listBrandStaff'
  | 'listStaffNames'
  | 'getOpenApi'

/** What every page begins with: who may sign in how, the brands, the names of staff. @param cookie the one of a session */
export function welcomeHandlers(
  { welcome, demo, today, brands, staff, sessions }: Desk,
  cookie: Cookie,
): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  return {
    getWelcome: () => welcome.get(),
    openDemoSession: async ({ name }, { caller, setHeader }) => {
      const token = await demo.open(name, caller)
      const actor = await sessions.actorOf(token)
      if (actor === undefined) throw new DeskError('not_signed_in')
      setHeader('Set-Cookie', cookie.write(token))
      return viewActor(actor)
    },
    confirmDemoSecondFactor: async (_input, request) => viewActor(await demo.confirmSecondFactor(actorOf(request), request.caller.token)),
    getOpenApi: async () => deskOpenApi(await welcome.get()),
    getToday: (_input, request) => today.get(actorOf(request)),
    listBrands: async (_input, request) => ({ data: await brands.list(actorOf(request)) }),
    listBrandStaff: async (brand, request) => ({ data: await brands.staff(actorOf(request), brand) }),
    listStaffNames: async ({ ids }, request) => {
      const names = await staff.names(actorOf(request))
      const asked = new Set(ids.split(','))
      return { data: [...names].flatMap(([staff_id, { shown: _, ...named }]) => (asked.has(staff_id) ? [{ staff_id, ...named }] : [])) }
    },
  }
}
