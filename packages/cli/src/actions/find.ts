import type { UserCard } from '@card-member/sdk'
import { showCard } from '../card-view.ts'
import { exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskCardWords as words } from '../words/desk-cards.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

/** Options of `card-member desk find`. */
export interface FindFlags extends SignInFlags, DeskFlags {
  readonly brand: string
  readonly cardId?: string
  readonly openid?: string
  readonly connection?: string
}

/** Reads cards from the platform and shows them, personal data masked. */
export function runFind(given: string, flags: FindFlags, terminal: Terminal): Promise<number> {
  const { brand: brand_id, cardId: card_id, openid, connection, json } = flags
  const named = card_id === undefined ? { openid: given } : { card_id, user_card_code: given, openid }
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const data = await desk.cards.find(actor, { brand_id, connection, ...named })
    if (json) terminal.write(JSON.stringify({ data }))
    else if (data.length === 0) terminal.say(words.none, channel)
    else showAll(data, terminal)
    return exit.done
  })
}

function showAll(cards: readonly UserCard[], terminal: Terminal): void {
  for (const [index, card] of cards.entries()) {
    if (index > 0) terminal.write('')
    showCard(terminal, card, undefined, 'out')
  }
}
