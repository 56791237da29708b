import type { ModelCard } from './model-platform.ts'

type Row = Readonly<Record<string, unknown>>

/** What the database says. */
export interface Stored {
  readonly calls: readonly Row[]
  readonly consents: readonly Row[]
  readonly rows: readonly Row[]
}

/** A card as it is, and whether a request of ours may still end it. */
export interface SeenCard {
  readonly card: ModelCard
  readonly card_key: string
  readonly acting: boolean
}

const open = new Set<unknown>(['sending', 'unknown'])

/** What must never be, and is. */
export function faultsOf(stored: Stored, cards: readonly SeenCard[], now: number): string[] {
  return [...cards.flatMap((card) => faultsOfCard(stored, card, now)), ...stored.rows.flatMap((row) => faultsOfRow(row, stored.calls))]
}

function faultsOfCard({ calls, consents }: Stored, { card, card_key, acting }: SeenCard, now: number): string[] {
  const own = calls.filter((call) => call.card_key === card_key)
  const holding = own.filter(({ state }) => open.has(state) || state === 'done')
  const ended = card.end?.by === 'us'
  const denied = (acting || ended) && holding.length === 0
  return [
    ...(holding.length > 1 ? [`${card.user_card_code} has ${holding.length} calls at once`] : []),
    ...(denied ? [`${card.user_card_code} ${ended ? 'was' : 'may still be'} ended by us, and every call says otherwise`] : []),
    ...own.flatMap((call) => faultsOfState(call, card, now)),
    ...holding.flatMap((call) => faultsOfConsent(call, consents)),
  ]
}

function faultsOfState({ state, record_id }: Row, { end }: ModelCard, now: number): string[] {
  const by = end !== undefined && end.effective <= now ? end.by : undefined
  if (state === 'done' && by !== 'us') return [`${record_id} is done, and the card was not ended by us`]
  if (state === 'already_invalid' && by !== 'others') return [`${record_id} is already_invalid, and the card was not ended by others`]
  return []
}

function faultsOfConsent({ record_id, consent_id }: Row, consents: readonly Row[]): string[] {
  const consent = consents.find((one) => one.consent_id === consent_id)
  const tied = consent?.state === 'used' && consent.used_by === record_id
  return tied ? [] : [`${consent_id} is free while ${record_id} may take effect`]
}

function faultsOfRow({ record_id, state, line }: Row, calls: readonly Row[]): string[] {
  const call = calls.find((one) => one.record_id === record_id)
  if (call === undefined || call.line === null) return []
  const same = open.has(state) || state === 'done' ? state === call.state : !open.has(call.state)
  return same ? [] : [`line ${line} is ${state}, and its call ${call.state}`]
}

/** Each end was written by the attempt that began: a call is begun, in doubt or ended, and only then begun again. */
export function faultsOfRecord(entries: readonly Row[]): string[] {
  const last = new Map<string, { attempt: number; ended: boolean }>()
  return entries.flatMap(({ action, facts }) => {
    if (action !== 'call.begin' && action !== 'call.end') return []
    const { record_id, attempt, state } = JSON.parse(String(facts))
    const before = last.get(record_id) ?? { attempt: 0, ended: true }
    const begins = action === 'call.begin'
    const right = begins ? before.ended && attempt === before.attempt + 1 : !before.ended && attempt === before.attempt
    last.set(record_id, { attempt, ended: !begins && state !== 'unknown' })
    return right ? [] : [`${record_id}: ${action} of attempt ${attempt} after attempt ${before.attempt}`]
  })
}
