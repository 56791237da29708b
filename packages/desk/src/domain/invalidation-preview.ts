import { brandDirectVariant, type ErrorDetail, getUserCard, invalidateUserCard, type Operation } from '@card-member/sdk/contract'
import { DeskError, type DeskErrorKind } from '../contract/desk-error.ts'
import type { Settings } from '../contract/settings.ts'
import { type Actor, demand, may, secondFactorUntil } from '../staff/actor.ts'
import { type ConsentRow, findConsent, findOpenConsents } from '../store/consents.ts'
import { findDailyQuota, findPersonalQuota } from '../store/daily-quotas.ts'
import { findBlockingInvalidation } from '../store/invalidations.ts'
import { lastWithdrawals } from '../store/withdrawals.ts'
import type { AddressedCard } from './card-ref.ts'
import { demandClock } from './clock.ts'
import type { Connection } from './connection.ts'
import { checkReason } from './consents.ts'
import { type Context, reading, secondsOf } from './context.ts'
import { dayOf, untilOpen } from './hours.ts'
import { attemptError } from './invalidations.ts'
import { cardHashOf } from './member.ts'
import { settingsOf } from './settings.ts'

/** A rule that forbids an invalidation, with the values it judged by. */
export interface Obstacle {
  readonly kind: DeskErrorKind
  readonly detail?: ErrorDetail
}

/** A limit of a day, and what of it is used. */
export interface DayLimit {
  readonly limit: number | null
  readonly used: number
}

/** What would become of an invalidation. */
export interface InvalidationPreview {
  readonly obstacles: readonly Obstacle[]
  readonly consent: ConsentRow | undefined
  readonly connection: Connection | undefined
  /** The calls that are sent, in their order. */
  readonly calls: readonly Pick<Operation, 'method' | 'path'>[]
  readonly settings: Settings
  readonly single: DayLimit
  readonly daily: DayLimit
  /** Unix seconds. */
  readonly second_factor_until: number | undefined
}

/** What to foresee; the open consent of the card is meant unless one is named. */
export interface PreviewInput {
  readonly consent_id?: string | undefined
  readonly invalid_reason?: string | undefined
}

/** Says what would happen if somebody invalidated a card now: it reads only, takes no place of a limit, and calls no platform. */
export async function previewInvalidation(
  context: Context,
  actor: Actor,
  card: AddressedCard,
  { consent_id, invalid_reason }: PreviewInput,
): Promise<InvalidationPreview> {
  const { brand_id } = card
  demand(actor, 'look_up', brand_id)
  const now = secondsOf(context.clock)
  const store = reading(context)
  const settings = await settingsOf(context, brand_id)
  const connection = await outcomeOf(() => context.connections.for(brand_id, card.connection))
  const rehearsal = connection.value?.sandbox === true
  const { card_hash } = cardHashOf(context.vault, card)
  const consent =
    consent_id === undefined
      ? (await findOpenConsents(store, brand_id, [card_hash])).get(card_hash)
      : await findConsent(store, { brand_id, consent_id })
  const blocking = await findBlockingInvalidation(store, { brand_id, card_hash, rehearsal: rehearsal ? 1 : 0 })
  const day = dayOf(now)
  const single = {
    limit: settings.single_limit_per_person,
    used: await findPersonalQuota(store, { brand_id, staff_id: actor.staff_id, day }),
  }
  const daily = { limit: settings.daily_cap, used: await findDailyQuota(store, brand_id, day) }
  const withdrawals = await lastWithdrawals(store, brand_id, consent === undefined ? [] : [consent])
  const unusable = attemptError(context, settings, { card, requested_by: actor.staff_id }, consent, now, withdrawals)
  const wait = untilOpen(settings.allowed_hours, now)
  const found: (Obstacle | undefined)[] = [
    may(actor, 'invalidate', brand_id) ? undefined : { kind: 'not_permitted', detail: { permission: 'invalidate', brand_id } },
    blocking && { kind: blocking.state === 'done' ? 'card_done' : 'card_busy', detail: { invalidation_id: blocking.invalidation_id } },
    unusable && obstacleOf(unusable, consent && { consent_id: consent.consent_id }),
    (await outcomeOf(() => invalid_reason !== undefined && checkReason(invalid_reason))).obstacle,
    connection.obstacle,
    (await outcomeOf(() => demandClock(context))).obstacle,
    wait > 0 && settings.allowed_hours !== null
      ? { kind: 'hours_closed', detail: { ...settings.allowed_hours, wait_seconds: wait } }
      : undefined,
    isFull(daily) && !rehearsal ? { kind: 'daily_cap', detail: limitDetail(daily) } : undefined,
    isFull(single) && !rehearsal ? { kind: 'single_limit', detail: limitDetail(single) } : undefined,
  ]
  return {
    obstacles: found.filter((one) => one !== undefined),
    consent,
    connection: connection.value,
    calls: connection.value === undefined ? [] : callsBy(connection.value),
    settings,
    single,
    daily,
    second_factor_until: secondFactorUntil(actor, now),
  }
}

/** The card is read first, so that a card that is INVALID already is not sent. */
function callsBy({ caller_kind }: Connection): Pick<Operation, 'method' | 'path'>[] {
  return [getUserCard, invalidateUserCard].map((operation) => {
    const { method, path } = (caller_kind === 'brand' ? brandDirectVariant(operation) : operation) ?? operation
    return { method, path }
  })
}

interface Judged<Value> {
  readonly value?: Value
  readonly obstacle?: Obstacle
}

async function outcomeOf<Value>(judge: () => Value | Promise<Value>): Promise<Judged<Value>> {
  try {
    return { value: await judge() }
  } catch (error) {
    if (error instanceof DeskError) return { obstacle: obstacleOf(error.kind, error.detail) }
    throw error
  }
}

function obstacleOf(kind: DeskErrorKind, detail: ErrorDetail | undefined): Obstacle {
  return { kind, ...(detail === undefined ? {} : { detail }) }
}

function isFull({ limit, used }: DayLimit): boolean {
  return limit !== null && used >= limit
}

function limitDetail({ limit, used }: DayLimit) {
  return { limit: limit ?? 0, used }
}
