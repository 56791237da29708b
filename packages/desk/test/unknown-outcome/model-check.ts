import type { ModelCard } from './model-platform.ts'

type Row = Readonly<Record<string, unknown>>

/** What the database says. */
export interface Stored {
  readonly invalidations: readonly Row[]
  readonly consents: readonly Row[]
  readonly rows: readonly Row[]
}

/** A card as it is, and whether a request of ours may still end it. */
export interface SeenCard {
  readonly card: ModelCard
  readonly card_hash: string
  readonly acting: boolean
}

const open = new Set<unknown>(['sending', 'unknown'])

/** What must never be, and is. */
export function faultsOf(stored: Stored, cards: readonly SeenCard[], now: number): string[] {
  return [
    ...cards.flatMap((card) => faultsOfCard(stored, card, now)),
    ...stored.rows.flatMap((row) => faultsOfRow(row, stored.invalidations)),
  ]
}

function faultsOfCard({ invalidations, consents }: Stored, { card, card_hash, acting }: SeenCard, now: number): string[] {
  const own = invalidations.filter((invalidation) => invalidation.card_hash === card_hash)
  const holding = own.filter(({ state }) => open.has(state) || state === 'done')
  const ended = card.end?.by === 'us'
  const denied = (acting || ended) && holding.length === 0
  return [
    ...(holding.length > 1 ? [`${card.user_card_code} has ${holding.length} calls at once`] : []),
    ...(denied ? [`${card.user_card_code} ${ended ? 'was' : 'may still be'} ended by us, and every call says otherwise`] : []),
    ...own.flatMap((invalidation) => faultsOfState(invalidation, card, now)),
    ...holding.flatMap((invalidation) => faultsOfConsent(invalidation, consents)),
  ]
}

function faultsOfState({ state, invalidation_id }: Row, { end }: ModelCard, now: number): string[] {
  const by = end !== undefined && end.effective <= now ? end.by : undefined
  if (state === 'done' && by !== 'us') return [`${invalidation_id} is done, and the card was not ended by us`]
  if (state === 'already_invalid' && by !== 'others') return [`${invalidation_id} is already_invalid, and the card was not ended by others`]
  return []
}

function faultsOfConsent({ invalidation_id, consent_id }: Row, consents: readonly Row[]): string[] {
  const consent = consents.find((one) => one.consent_id === consent_id)
  const tied = consent?.state === 'used' && consent.used_by === invalidation_id
  return tied ? [] : [`${consent_id} is free while ${invalidation_id} may take effect`]
}

function faultsOfRow({ invalidation_id, state, line }: Row, invalidations: readonly Row[]): string[] {
  const invalidation = invalidations.find((one) => one.invalidation_id === invalidation_id)
  if (invalidation === undefined || invalidation.line === null) return []
  const same = open.has(state) || state === 'done' ? state === invalidation.state : !open.has(invalidation.state)
  return same ? [] : [`line ${line} is ${state}, and its call ${invalidation.state}`]
}

/** Each end was written by the attempt that began: a call is begun, in doubt or ended, and only then begun again. */
export function faultsOfAuditLog(events: readonly Row[]): string[] {
  const last = new Map<string, { attempt: number; ended: boolean }>()
  return events.flatMap(({ action, facts }) => {
    if (action !== 'invalidation.begin' && action !== 'invalidation.result') return []
    const { invalidation_id, attempt, state } = JSON.parse(String(facts))
    const before = last.get(invalidation_id) ?? { attempt: 0, ended: true }
    const begins = action === 'invalidation.begin'
    const right = begins ? before.ended && attempt === before.attempt + 1 : !before.ended && attempt === before.attempt
    last.set(invalidation_id, { attempt, ended: !begins && state !== 'unknown' })
    return right ? [] : [`${invalidation_id}: ${action} of attempt ${attempt} after attempt ${before.attempt}`]
  })
}
