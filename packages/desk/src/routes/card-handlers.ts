import { Fault, formatTime, parseTime } from '@card-member/sdk/contract'
import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Connection } from '../domain/connection.ts'
import { findConsents, getConsent, recordConsent } from '../domain/consents.ts'
import { findInvalidations, getInvalidation } from '../domain/find-invalidations.ts'
import { invalidateCard } from '../domain/invalidate.ts'
import { lookUp, reveal } from '../domain/look-up.ts'
import type { CardName } from '../domain/member.ts'
import { addNotice, noticesFor } from '../domain/notices.ts'
import { reconcileInvalidation } from '../domain/reconcile.ts'
import { changeSettings, settingsFor } from '../domain/settings.ts'
import { viewConsent } from '../domain/view-consent.ts'
import { withdrawConsent, withdrawForCard } from '../domain/withdrawals.ts'
import type { DeskCaller } from './edge.ts'
import { actorOf, freshActor, type Services } from './services.ts'
import { viewInvalidation, viewNotice } from './views.ts'

type Names =
  | 'lookUpCards'
  | 'revealCard'
  | 'recordConsent'
  | 'listConsents'
  | 'getConsent'
  | 'withdrawConsent'
  | 'recordWithdrawal'
  | 'listNotices'
  | 'addNotice'
  | 'invalidateCard'
  | 'getInvalidation'
  | 'listInvalidations'
  | 'reconcileInvalidation'
  | 'getSettings'
  | 'changeSettings'
  | 'listConnections'

// A code is unique within its template only, so that one of the two alone names no card, and must not pass for none.
function named(brand_id: string, card_id: string | undefined, user_card_code: string | undefined): CardName | undefined {
  if (card_id !== undefined && user_card_code !== undefined) return { brand_id, card_id, user_card_code }
  if (card_id === undefined && user_card_code === undefined) return undefined
  const field = card_id === undefined ? 'card_id' : 'user_card_code'
  throw new Fault('param_error', { field, issue: 'card_id and user_card_code are given together or not at all', location: 'query' })
}

/** One card: looking it up, the member's consent, its end. */
export function cardHandlers(services: Services): Pick<Handlers<DeskContract, DeskCaller>, Names> {
  const { context } = services
  return {
    lookUpCards: async (input, request) => ({ data: await lookUp(context, actorOf(request), input) }),
    revealCard: ({ reason, ...input }, request) => reveal(context, actorOf(request), input, reason),
    recordConsent: async ({ told_at, agreed_at, ...input }, request) => {
      // Both were checked against the contract.
      const times = { told_at: parseTime(told_at) ?? 0, agreed_at: parseTime(agreed_at) ?? 0 }
      return viewConsent(context, await recordConsent(context, actorOf(request), { ...input, ...times }))
    },
    listConsents: async ({ brand_id, card_id, user_card_code, state, offset = 0, limit = 20 }, request) => {
      const card = named(brand_id, card_id, user_card_code)
      const { rows, total_count } = await findConsents(context, actorOf(request), { brand_id, card, state }, offset, limit)
      return { data: rows.map((row) => viewConsent(context, row)), total_count }
    },
    getConsent: async ({ brand_id, consent_id }, request) =>
      viewConsent(context, await getConsent(context, actorOf(request), brand_id, consent_id)),
    withdrawConsent: async ({ brand_id, consent_id }, request) =>
      viewConsent(context, await withdrawConsent(context, actorOf(request), brand_id, consent_id)),
    recordWithdrawal: async (card, request) => {
      const { withdraw_time, consent_ids, invalidation_id } = await withdrawForCard(context, actorOf(request), card)
      return {
        withdraw_time: formatTime(withdraw_time),
        consent_ids: [...consent_ids],
        ...(invalidation_id === undefined ? {} : { invalidation_id }),
      }
    },
    listNotices: async ({ brand_id }, request) => ({ data: (await noticesFor(context, actorOf(request), brand_id)).map(viewNotice) }),
    addNotice: async ({ brand_id, ...texts }, request) => viewNotice(await addNotice(context, actorOf(request), brand_id, texts)),
    invalidateCard: async ({ totp, ...input }, request) => {
      const actor = await freshActor(services, request, { totp, permission: 'invalidate', brand_id: input.brand_id })
      return viewInvalidation(await invalidateCard(context, actor, input))
    },
    getInvalidation: async ({ brand_id, invalidation_id }, request) =>
      viewInvalidation(await getInvalidation(context, actorOf(request), brand_id, invalidation_id)),
    listInvalidations: async ({ brand_id, card_id, user_card_code, state, batch_id, offset = 0, limit = 20 }, request) => {
      const card = named(brand_id, card_id, user_card_code)
      const { rows, total_count } = await findInvalidations(context, actorOf(request), { brand_id, card, state, batch_id }, offset, limit)
      return { data: rows.map(viewInvalidation), total_count }
    },
    reconcileInvalidation: async ({ brand_id, invalidation_id }, request) =>
      viewInvalidation(await reconcileInvalidation(context, actorOf(request), brand_id, invalidation_id)),
    getSettings: ({ brand_id }, request) => settingsFor(context, actorOf(request), brand_id),
    changeSettings: ({ brand_id, change }, request) => changeSettings(context, actorOf(request), brand_id, change),
    listConnections: async (_input, request) => {
      const { grants } = actorOf(request)
      const mine = ({ brands }: Connection) =>
        brands === undefined || brands.some((brand_id) => grants.some((grant) => grant.brand_id === '*' || grant.brand_id === brand_id))
      const data = context.connections.all.filter(mine).map(({ name, mchid, base_url, sandbox, per_second, brands }) => {
        return { name, mchid, base_url, sandbox, per_second, ...(brands === undefined ? {} : { brands: [...brands] }) }
      })
      return { data }
    },
  }
}
