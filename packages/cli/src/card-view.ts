import type { UserCard } from '@card-member/sdk'
import type { Channel, Terminal } from './terminal.ts'
import { cardWords as words } from './words/card.ts'

/** Shows a member's card; what may be personal is left out. */
export function showCard(terminal: Terminal, card: UserCard, card_title: string | undefined, channel: Channel): void {
  terminal.table(
    [
      [terminal.in(words.code), card.user_card_code],
      [terminal.in(words.state), terminal.in(words[card.user_card_state])],
      [terminal.in(words.template), card_title === undefined ? card.card_id : `${card_title} (${card.card_id})`],
      [terminal.in(words.brand), card.brand_id],
      [terminal.in(words.openid), card.openid],
      [terminal.in(words.level), card.level],
      [terminal.in(words.validity), describeValidity(terminal, card)],
      [terminal.in(words.pickup), card.pickup_time],
      [terminal.in(words.invalidTime), card.invalid_time],
      [terminal.in(words.invalidReason), card.invalid_reason],
    ],
    channel,
  )
}

function describeValidity(terminal: Terminal, { valid_date_information: validity }: UserCard): string {
  const { type, available_begin_time = '', available_end_time = '', available_day_after_receive = 0 } = validity
  if (type === 'FIX_TIME_RANGE') return terminal.in(words.range(available_begin_time, available_end_time))
  return terminal.in(type === 'FIX_TERM' ? words.days(available_day_after_receive) : words.forever)
}
