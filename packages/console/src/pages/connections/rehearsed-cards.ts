import { useSyncExternalStore } from 'react'

/** A card of a rehearsal, as this tab knows it: the OpenID was typed here, and no address has it. */
export interface RehearsedCard {
  readonly connection: string
  readonly brand_id: string
  readonly card_id: string
  readonly openid: string
  /** Empty until the merchant assigns it. */
  readonly user_card_code: string
  readonly user_card_state: string
  /** Names it on other pages. */
  readonly card_ref?: string | undefined
}

let cards: readonly RehearsedCard[] = []
const listeners = new Set<() => void>()

function change(next: readonly RehearsedCard[]): void {
  cards = next
  for (const listener of listeners) listener()
}

const isSame = (one: RehearsedCard, other: RehearsedCard) =>
  one.connection === other.connection && one.openid === other.openid && one.card_id === other.card_id

/** Keeps a card, newest first, in place of what was known of it. */
export function keepCard(card: RehearsedCard): void {
  const known = cards.some((other) => isSame(card, other))
  change(known ? cards.map((other) => (isSame(card, other) ? { ...other, ...card } : other)) : [card, ...cards])
}

/** Forgets the cards of a sandbox that was reset. */
export function forgetCards(connection: string): void {
  change(cards.filter((card) => card.connection !== connection))
}

/** The cards of a sandbox that were given in this tab, while it is open. */
export function useRehearsedCards(connection: string): readonly RehearsedCard[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => cards,
  )
  return all.filter((card) => card.connection === connection)
}
