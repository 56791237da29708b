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
export function runFind(text: string, flags: FindFlags, terminal: Terminal): Promise<number> {
  const { brand: brand_id, cardId: card_id, openid, connection, json } = flags
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const found = await desk.cards.find(actor, { brand_id, connection, text, card_id, openid })
    const { data } = found
    if (json) terminal.write(JSON.stringify(found))
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
