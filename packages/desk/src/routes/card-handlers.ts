import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Desk } from '../desk.ts'
import { actorOf } from './actor.ts'
import type { DeskCaller } from './edge.ts'

type Names =
  | 'findUserCards'
  | 'getUserCard'
  | 'revealUserCard'
  | 'listCards'
  | 'getCard'
  | 'recordConsent'
  | 'listConsents'
  | 'getConsent'
  | 'exportConsent'
  | 'withdrawConsent'
  | 'findMember'
  | 'exportMember'
  | 'recordWithdrawal'
  | 'requestConsent'
  | 'listConsentRequests'
  | 'stopConsentRequest'
  | 'listNotices'
  | 'addNotice'
  | 'invalidateCard'
  | 'previewInvalidation'
  | 'getInvalidation'
  | 'listInvalidations'
  | 'reconcileInvalidation'

/** One card: looking it up, the member's consent, its end. */
export function cardHandlers(desk: Desk): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  const { cards, templates, members, consents, consentRequests, notices, invalidations, sessions } = desk
  return {
    findUserCards: (search, request) => cards.find(actorOf(request), search),
    getUserCard: (card, request) => cards.get(actorOf(request), card),
    revealUserCard: (card, request) => cards.reveal(actorOf(request), card),
    listCards: (brand, request) => templates.list(actorOf(request), brand),
    getCard: (card, request) => templates.get(actorOf(request), card),
    recordConsent: (consent, request) => consents.record(actorOf(request), consent),
    listConsents: (filter, request) => consents.list(actorOf(request), filter),
    getConsent: (key, request) => consents.get(actorOf(request), key),
    exportConsent: (key, request) => consents.export(actorOf(request), key),
    findMember: (member, request) => members.find(actorOf(request), member),
    exportMember: (member, request) => members.export(actorOf(request), member),
    withdrawConsent: (key, request) => consents.withdraw(actorOf(request), key),
    recordWithdrawal: (card, request) => consents.withdrawAll(actorOf(request), card),
    requestConsent: (input, request) => consentRequests.create(actorOf(request), input),
    listConsentRequests: (filter, request) => consentRequests.list(actorOf(request), filter),
    stopConsentRequest: (key, request) => consentRequests.stop(actorOf(request), key),
    listNotices: async (brand, request) => ({ data: await notices.list(actorOf(request), brand) }),
    addNotice: (notice, request) => notices.add(actorOf(request), notice),
    invalidateCard: async ({ totp, ...input }, request) => {
      const act = { permission: 'invalidate', brand_id: input.brand_id } as const
      const actor = await sessions.confirmFor(actorOf(request), act, { token: request.caller.token, totp })
      return invalidations.create(actor, input)
    },
    previewInvalidation: (input, request) => invalidations.preview(actorOf(request), input),
    getInvalidation: (key, request) => invalidations.get(actorOf(request), key),
    listInvalidations: (filter, request) => invalidations.list(actorOf(request), filter),
    reconcileInvalidation: (key, request) => invalidations.reconcile(actorOf(request), key),
  }
}
