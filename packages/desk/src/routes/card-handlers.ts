import { Fault, formatTime, parseTime } from '@card-member/sdk/contract'
import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { Connection } from '../subject/connection.ts'
import { findConsents, getConsent, recordConsent } from '../subject/consents.ts'
import { invalidateCard } from '../subject/invalidate.ts'
import { lookUp, reveal } from '../subject/look-up.ts'
import type { CardName } from '../subject/member.ts'
import { addNotice, noticesFor } from '../subject/notices.ts'
import { findCalls, getCall } from '../subject/records.ts'
import { changeSettings, settingsFor } from '../subject/settings.ts'
import { settleCall } from '../subject/settle.ts'
import { viewConsent } from '../subject/view-consent.ts'
import { withdrawConsent, withdrawForCard } from '../subject/withdrawals.ts'
import type { Visitor } from './edge.ts'
import { actorOf, freshActor, type Services } from './services.ts'
import { viewCall, viewNotice } from './views.ts'

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
  | 'settleInvalidation'
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
export function cardHandlers(services: Services): Pick<Handlers<DeskContract, Visitor>, Names> {
  const { means } = services
  return {
    lookUpCards: async (input, call) => ({ data: await lookUp(means, actorOf(call), input) }),
    revealCard: ({ reason, ...input }, call) => reveal(means, actorOf(call), input, reason),
    recordConsent: async ({ told_at, agreed_at, ...input }, call) => {
      // Both were checked against the contract.
      const times = { told_at: parseTime(told_at) ?? 0, agreed_at: parseTime(agreed_at) ?? 0 }
      return viewConsent(means, await recordConsent(means, actorOf(call), { ...input, ...times }))
    },
    listConsents: async ({ brand_id, card_id, user_card_code, state, offset = 0, limit = 20 }, call) => {
      const card = named(brand_id, card_id, user_card_code)
      const { rows, total_count } = await findConsents(means, actorOf(call), { brand_id, card, state }, offset, limit)
      return { data: rows.map((row) => viewConsent(means, row)), total_count }
    },
    getConsent: async ({ brand_id, consent_id }, call) => viewConsent(means, await getConsent(means, actorOf(call), brand_id, consent_id)),
    withdrawConsent: async ({ brand_id, consent_id }, call) =>
      viewConsent(means, await withdrawConsent(means, actorOf(call), brand_id, consent_id)),
    recordWithdrawal: async (card, call) => {
      const { withdraw_time, consent_ids, record_id } = await withdrawForCard(means, actorOf(call), card)
      return { withdraw_time: formatTime(withdraw_time), consent_ids: [...consent_ids], ...(record_id === undefined ? {} : { record_id }) }
    },
    listNotices: async ({ brand_id }, call) => ({ data: (await noticesFor(means, actorOf(call), brand_id)).map(viewNotice) }),
    addNotice: async ({ brand_id, ...texts }, call) => viewNotice(await addNotice(means, actorOf(call), brand_id, texts)),
    invalidateCard: async ({ totp, ...input }, call) => {
      const actor = await freshActor(services, call, { totp, permission: 'invalidate', brand_id: input.brand_id })
      return viewCall(await invalidateCard(means, actor, input))
    },
    getInvalidation: async ({ brand_id, record_id }, call) => viewCall(await getCall(means, actorOf(call), brand_id, record_id)),
    listInvalidations: async ({ brand_id, card_id, user_card_code, state, batch_id, offset = 0, limit = 20 }, call) => {
      const card = named(brand_id, card_id, user_card_code)
      const { rows, total_count } = await findCalls(means, actorOf(call), { brand_id, card, state, batch_id }, offset, limit)
      return { data: rows.map(viewCall), total_count }
    },
    settleInvalidation: async ({ brand_id, record_id }, call) => viewCall(await settleCall(means, actorOf(call), brand_id, record_id)),
    getSettings: ({ brand_id }, call) => settingsFor(means, actorOf(call), brand_id),
    changeSettings: ({ brand_id, change }, call) => changeSettings(means, actorOf(call), brand_id, change),
    listConnections: async (_input, call) => {
      const { grants } = actorOf(call)
      const mine = ({ brands }: Connection) =>
        brands === undefined || brands.some((brand_id) => grants.some((grant) => grant.brand_id === '*' || grant.brand_id === brand_id))
      const data = means.connections.all.filter(mine).map(({ name, mchid, base_url, sandbox, per_second, brands }) => {
        return { name, mchid, base_url, sandbox, per_second, ...(brands === undefined ? {} : { brands: [...brands] }) }
      })
      return { data }
    },
  }
}
