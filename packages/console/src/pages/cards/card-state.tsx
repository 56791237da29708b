import type { ReactNode } from 'react'
import { type StateKind, StateTag } from '../../parts/state-tag.tsx'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import type { CardView } from './use-card.ts'

const kinds = { UNACTIVATED: 'waiting', EFFECTIVE: 'good', EXPIRED: 'over', INVALID: 'over' } as const satisfies Record<
  CardView['user_card_state'],
  StateKind
>

/** The state of a member's card. */
export function CardState({ state }: { readonly state: CardView['user_card_state'] }): ReactNode {
  const { card } = useWords(cardWords)
  return <StateTag kind={kinds[state]}>{card.states[state]}</StateTag>
}
