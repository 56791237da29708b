import { hiddenCharacterOf } from '@card-member/desk/contract'
import { CallError, CardMember, type InvalidateUserCardInput, type UserCard } from '@card-member/sdk'
import { check, contract } from '@card-member/sdk/contract'
import { readCredential } from '@card-member/sdk/node'
import { showCard } from '../card-view.ts'
import { CommandFailure, exit } from '../failure.ts'
import { inputFailure } from '../input-failure.ts'
import { type AttemptResult, describe, report } from '../invalidation-report.ts'
import type { Channel, Terminal } from '../terminal.ts'
import { invalidateWords as words } from '../words/invalidate.ts'

/** Options of `card-member invalidate`. */
export interface InvalidateFlags {
  readonly credential: string
  readonly brand: string
  readonly cardId: string
  readonly openid: string
  readonly reason?: string
  readonly baseUrl?: string
  readonly yes?: true
  readonly consentReference?: string
  readonly json?: true
}

/** Shows a card, asks, and ends it for good. */
export async function runInvalidate(code: string, options: InvalidateFlags, terminal: Terminal): Promise<number> {
  // Machines read one object on standard output; all the rest is for people.
  const channel: Channel = options.json ? 'err' : 'out'
  const fields = readFields(code, options)
  refuseSilence(options, terminal, channel)
  const credential = await readCredential(options.credential)
  const whereTo = options.baseUrl === undefined ? credential : { ...credential, base_url: options.baseUrl }
  await using api = new CardMember(whereTo, { proxy: 'environment' })
  const result = await end(api, code, fields, options, terminal, channel)
  const full = { ...result, asked: { user_card_code: code, ...fields }, consent_reference: options.consentReference }
  if (options.json) terminal.write(JSON.stringify(describe(full)))
  else report(full, terminal)
  return result.outcome === 'done' || result.outcome === 'already_invalid' ? exit.done : exit.failed
}

function readFields(user_card_code: string, { brand, cardId, openid, reason }: InvalidateFlags): InvalidateUserCardInput {
  if (reason === '') throw new CommandFailure(words.reasonEmpty, exit.usage)
  const hidden = hiddenCharacterOf(reason ?? '')
  if (hidden !== undefined) throw new CommandFailure(words.reasonHidden(hidden), exit.usage, { field: 'invalid_reason' })
  const fields = { brand_id: brand, card_id: cardId, openid, ...(reason === undefined ? {} : { invalid_reason: reason }) }
  const faults = check(contract.userCards.invalidate.input, { user_card_code, ...fields })
  if (faults.length > 0) throw inputFailure(faults)
  return fields
}

// Before anything is read or sent: without a terminal, --yes and the consent reference must be given.
function refuseSilence({ yes, consentReference }: InvalidateFlags, terminal: Terminal, channel: Channel): void {
  if (yes && !consentReference?.trim()) throw new CommandFailure(words.consentMissing, exit.usage)
  if (!yes && !terminal.canAsk(channel)) throw new CommandFailure(words.cannotAsk, exit.usage)
}

async function end(
  api: CardMember,
  code: string,
  fields: InvalidateUserCardInput,
  { yes }: InvalidateFlags,
  terminal: Terminal,
  channel: Channel,
): Promise<AttemptResult> {
  const { brand_id, card_id, openid } = fields
  let card: UserCard
  try {
    card = await api.userCards.get(code, { brand_id, card_id, openid })
  } catch (error) {
    if (error instanceof CallError) return { outcome: 'not_done', error, card: undefined }
    throw error
  }
  showCard(terminal, card, await titleOf(api, card), channel)
  if (card.user_card_state === 'INVALID') return { outcome: 'already_invalid', card, sent: false }
  terminal.warn(words.warning, channel)
  if (!yes && !(await confirmed(code, terminal, channel))) return { outcome: 'given_up', card }
  return api.userCards.invalidateSafely(code, fields)
}

async function confirmed(code: string, terminal: Terminal, channel: Channel): Promise<boolean> {
  const last = code.slice(-4)
  const answer = await terminal.ask(
    {
      message: terminal.in(words.retype(last.length)),
      check: (text) => (text === last ? undefined : terminal.in(words.retypeWrong)),
    },
    channel,
  )
  return answer === last
}

// Only to show; whether the card may be ended does not hang on it.
async function titleOf(api: CardMember, { card_id, brand_id }: UserCard): Promise<string | undefined> {
  try {
    return (await api.cards.get(card_id, { brand_id })).card_title
  } catch (error) {
    if (error instanceof CallError) return undefined
    throw error
  }
}
