import { type CallError, type Invalidation, type InvalidationResult, receiptOf, type UserCard } from '@card-member/sdk'
import { formatTime, text } from '@card-member/sdk/contract'
import { showCard } from './card-view.ts'
import type { Terminal } from './terminal.ts'
import { cardWords } from './words/card.ts'
import { invalidateWords as words } from './words/invalidate.ts'

/** How an invalidation ended: what the SDK knows, or the person gave up. */
export type Ending = InvalidationResult | { readonly outcome: 'given_up'; readonly card: UserCard }

/** An ending with what was asked, and on whose word. */
export type FullEnding = Ending & {
  readonly asked: Invalidation & { readonly user_card_code: string }
  readonly consent_reference: string | undefined
}

/** The ending as one object for machines, in the words of the wire. */
export function describe(ending: FullEnding): Record<string, unknown> {
  const { asked, outcome, card, consent_reference } = ending
  const { user_card_code, card_id, brand_id, openid } = asked
  const error = 'error' in ending ? ending.error : undefined
  return {
    outcome,
    user_card_code,
    card_id,
    brand_id,
    openid,
    user_card_state: card?.user_card_state,
    invalid_time: card?.invalid_time,
    invalid_reason: card?.invalid_reason,
    request_id: requestIdOf(ending),
    proof: ending.outcome === 'done' ? ending.proof : undefined,
    settled_after: ending.outcome === 'unknown' ? timeOf(ending.settled_after) : undefined,
    error: error?.toJSON(),
    consent_reference,
  }
}

/** Shows the ending to a person: a success on standard output, everything else on standard error. */
export function report(ending: FullEnding, terminal: Terminal): void {
  if (ending.outcome === 'done' || ending.outcome === 'already_invalid') showProof(ending, terminal)
  else if (ending.outcome === 'given_up') terminal.say(words.givenUp, 'err')
  else if (ending.outcome === 'unknown') showDoubt(ending, terminal)
  else showRefusal(ending, terminal)
}

function showRefusal({ card, error }: FullEnding & { readonly outcome: 'not_done' }, terminal: Terminal): void {
  const why = error.outcome === 'not_sent' ? words.notSent : words.refused
  terminal.say(card === undefined ? words.notRead : why, 'err')
  showError(error, terminal)
}

function showDoubt({ card, error, settled_after }: FullEnding & { readonly outcome: 'unknown' }, terminal: Terminal): void {
  terminal.shout(words.unknown, 'err')
  showCard(terminal, card, undefined, 'err')
  showError(error, terminal)
  terminal.say(words.settledAfter(timeOf(settled_after)), 'err')
}

function showProof(ending: FullEnding & { readonly outcome: 'done' | 'already_invalid' }, terminal: Terminal): void {
  if (ending.outcome === 'already_invalid') terminal.say(ending.sent ? words.endedElsewhere : words.alreadyInvalid)
  else terminal.say(ending.proof === 'answer' ? words.done : words.doneReadBack)
  const { card, consent_reference } = ending
  terminal.table([
    [terminal.in(cardWords.state), terminal.in(cardWords[card.user_card_state])],
    [terminal.in(cardWords.invalidTime), card.invalid_time],
    [terminal.in(cardWords.invalidReason), card.invalid_reason],
    [terminal.in(cardWords.requestId), requestIdOf(ending)],
    [terminal.in(cardWords.consent), consent_reference],
  ])
}

function showError(error: CallError, terminal: Terminal): void {
  terminal.say(text({ zh: error.in('zh-CN'), en: error.message }), 'err')
  terminal.table(
    [
      ['code', error.code],
      ['status', error.status === undefined ? undefined : String(error.status)],
      [terminal.in(cardWords.requestId), error.request_id],
    ],
    'err',
  )
}

// Of the answer that tells the state: the call's own, or the reading that proved it.
function requestIdOf(ending: FullEnding): string | undefined {
  if (ending.outcome === 'done' || ending.outcome === 'already_invalid') return receiptOf(ending.card)?.request_id
  return 'error' in ending ? ending.error.request_id : undefined
}

function timeOf(milliseconds: number): string {
  return formatTime(Math.floor(milliseconds / 1000))
}
