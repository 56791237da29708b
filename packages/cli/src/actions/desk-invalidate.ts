import { DeskError, type Invalidation, type NamedCard, type SeenCard } from '@card-member/desk'
import { deskArguments } from '../batch/next-step.ts'
import { showCard } from '../card-view.ts'
import { quoted } from '../demo/tenant.ts'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { cardWords } from '../words/card.ts'
import { deskCardWords as words } from '../words/desk-cards.ts'
import { invalidateWords } from '../words/invalidate.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { type DeskSession, withDesk } from './desk-session.ts'

type Flags = SignInFlags & DeskFlags & { readonly brand: string }

/** Options of `card-member desk invalidate`. */
export type DeskInvalidateFlags = Flags & {
  readonly cardId: string
  readonly openid?: string
  readonly reason: string
  readonly consent?: string
  readonly connection?: string
  readonly lastFour?: string
}

/** Shows a card, asks, and invalidates it by the desk's rules. */
export async function runDeskInvalidate(code: string, flags: DeskInvalidateFlags, terminal: Terminal): Promise<number> {
  if (flags.lastFour === undefined && !terminal.canAsk('err'))
    throw new CommandFailure(words.cannotAsk, exit.usage, { field: '--last-four' })
  const { brand: brand_id, cardId: card_id, openid, connection, reason: invalid_reason } = flags
  const card = { brand_id, card_id, user_card_code: code, openid }
  return withDesk(flags, terminal, async (session) => {
    const { desk, actor } = session
    const consent_id = flags.consent ?? (await newestConsent(session, flags, card))
    const seen = await cardOf(session, { ...card, connection })
    if (seen !== undefined) showCard(terminal, seen, seen.template?.card_title, 'err')
    terminal.warn(invalidateWords.warning, 'err')
    const last_four = flags.lastFour ?? (await askLastFour(code, terminal))
    return show(session, await desk.invalidations.create(actor, { ...card, connection, consent_id, invalid_reason, last_four }), flags)
  })
}

/** Reads the card of an invalidation whose outcome is unknown. */
export function runReconcile(invalidation_id: string, flags: Flags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async (session) => {
    const { desk, actor } = session
    return show(session, await desk.invalidations.reconcile(actor, { brand_id: flags.brand, invalidation_id }), flags)
  })
}

// A card that the platform does not show is for the desk to refuse.
async function cardOf({ desk, actor }: DeskSession, card: NamedCard): Promise<SeenCard | undefined> {
  try {
    return await desk.cards.get(actor, card)
  } catch (error) {
    if (error instanceof DeskError && error.kind === 'card_unknown') return undefined
    throw error
  }
}

interface Card {
  readonly brand_id: string
  readonly card_id: string
  readonly user_card_code: string
}

async function newestConsent({ desk, actor }: DeskSession, flags: DeskInvalidateFlags, card: Card): Promise<string> {
  const { brand_id, card_id, user_card_code } = card
  const { data } = await desk.consents.list(actor, { brand_id, card_id, user_card_code, state: 'recorded', limit: 100 })
  const open = data.find(({ state }) => state === 'recorded')
  if (open !== undefined) return open.consent_id
  const { cardId, openid, reason } = flags
  const named = Object.entries({
    '--brand': brand_id,
    '--card-id': cardId,
    '--code': user_card_code,
    '--openid': openid ?? 'OPENID',
    '--reason': reason,
  })
  const command = `card-member consent add${named.map(([name, value]) => ` ${name} ${quoted(value)}`).join('')} --channel CHANNEL --told-at TIME --agreed-at TIME`
  throw new CommandFailure(words.noConsent(command + deskArguments(flags)), exit.failed, { code: 'CONSENT_NEEDED', field: 'consent_id' })
}

async function askLastFour(code: string, terminal: Terminal): Promise<string> {
  const last = code.slice(-4)
  const check = (text: string) => (text === last ? undefined : terminal.in(invalidateWords.retypeWrong))
  const answer = await terminal.ask({ message: terminal.in(invalidateWords.retype(last.length)), check }, 'err')
  if (answer === undefined) throw new CommandFailure(invalidateWords.givenUp)
  return answer
}

function show({ terminal, channel }: DeskSession, invalidation: Invalidation, flags: Flags): number {
  const { invalidation_id: id, brand_id, state, message, reconcile_after = '' } = invalidation
  if (flags.json) terminal.write(JSON.stringify({ id, ...invalidation }))
  terminal.table(
    [
      ['id', id],
      [terminal.in(words.state), state],
      [terminal.in(words.message), message?.[terminal.language]],
      [terminal.in(words.card), `${invalidation.card_id} …${invalidation.code_last4}`],
      [terminal.in(words.consentShown), invalidation.consent_id],
      [terminal.in(words.invalidTime), invalidation.invalid_time],
      [terminal.in(cardWords.requestId), invalidation.request_id],
    ],
    channel,
  )
  const next = `card-member desk reconcile ${id} --brand ${quoted(brand_id)}${deskArguments(flags)}`
  if (state === 'unknown' || state === 'sending') terminal.say(words.unknown(reconcile_after, next), 'err')
  return state === 'done' || state === 'already_invalid' ? exit.done : exit.failed
}
