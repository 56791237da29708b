import { call } from '../../api/call.ts'
import { keepCard, type RehearsedCard } from './rehearsed-cards.ts'

/** Learns by which name other pages know a card; without it the card has no link to its page. */
export async function nameCard(card: RehearsedCard): Promise<void> {
  const { brand_id, openid, connection, card_id } = card
  const answer = await call('findUserCards', { brand_id, text: openid, connection }).catch(() => undefined)
  const found = answer?.data.find((one) => one.card_id === card_id)
  if (found !== undefined) keepCard({ ...card, user_card_code: card.user_card_code || found.user_card_code, card_ref: found.card_ref })
}
