import { type CallError, type InvalidateUserCardInput, type InvalidationResult, receiptOf, type UserCard } from '@card-member/sdk'
import { formatTime, text } from '@card-member/sdk/contract'
import { showCard } from './card-view.ts'
import type { Terminal } from './terminal.ts'
import { cardWords } from './words/card.ts'
import { invalidateWords as words } from './words/invalidate.ts'

/** How an invalidation ended: what the SDK knows, or the person gave up. */
export type AttemptResult = InvalidationResult | { readonly outcome: 'given_up'; readonly card: UserCard }

/** An ending with what was asked, and on whose word. */
export type FullAttemptResult = AttemptResult & {
  readonly asked: InvalidateUserCardInput & { readonly user_card_code: string }
  readonly consent_reference: string | undefined
}

/** The ending as one object for machines, in the words of the wire. */
export function describe(result: FullAttemptResult): Record<string, unknown> {
  const { asked, outcome, card, consent_reference } = result
  const { user_card_code, card_id, brand_id, openid } = asked
  const error = 'error' in result ? result.error : undefined
  return {
    outcome,
    user_card_code,
    card_id,
    brand_id,
    openid,
    user_card_state: card?.user_card_state,
    invalid_time: card?.invalid_time,
    invalid_reason: card?.invalid_reason,
    request_id: requestIdOf(result),
    proof: result.outcome === 'done' ? result.proof : undefined,
    settled_after: result.outcome === 'unknown' ? timeOf(result.settled_after) : undefined,
    error: error?.toJSON(),
    consent_reference,
  }
}

/** Shows the ending to a person: a success on standard output, everything else on standard error. */
export function report(result: FullAttemptResult, terminal: Terminal): void {
  if (result.outcome === 'done' || result.outcome === 'already_invalid') showProof(result, terminal)
  else if (result.outcome === 'given_up') terminal.say(words.givenUp, 'err')
  else if (result.outcome === 'unknown') showUnknown(result, terminal)
  else showRefusal(result, terminal)
}

function showRefusal({ card, error }: FullAttemptResult & { readonly outcome: 'not_done' }, terminal: Terminal): void {
  const why = error.outcome === 'not_sent' ? words.notSent : words.refused
  terminal.say(card === undefined ? words.notRead : why, 'err')
  showError(error, terminal)
}

function showUnknown({ card, error, settled_after }: FullAttemptResult & { readonly outcome: 'unknown' }, terminal: Terminal): void {
  terminal.warn(words.unknown, 'err')
  showCard(terminal, card, undefined, 'err')
  showError(error, terminal)
  terminal.say(words.settledAfter(timeOf(settled_after)), 'err')
}

function showProof(result: FullAttemptResult & { readonly outcome: 'done' | 'already_invalid' }, terminal: Terminal): void {
  if (result.outcome === 'already_invalid') terminal.say(result.sent ? words.endedElsewhere : words.alreadyInvalid)
  else terminal.say(result.proof === 'answer' ? words.done : words.doneReadBack)
  const { card, consent_reference } = result
  terminal.table([
    [terminal.in(cardWords.state), terminal.in(cardWords[card.user_card_state])],
    [terminal.in(cardWords.invalidTime), card.invalid_time],
    [terminal.in(cardWords.invalidReason), card.invalid_reason],
    [terminal.in(cardWords.requestId), requestIdOf(result)],
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
function requestIdOf(result: FullAttemptResult): string | undefined {
  if (result.outcome === 'done' || result.outcome === 'already_invalid') return receiptOf(result.card)?.request_id
  return 'error' in result ? result.error.request_id : undefined
}

function timeOf(milliseconds: number): string {
  return formatTime(Math.floor(milliseconds / 1000))
}
