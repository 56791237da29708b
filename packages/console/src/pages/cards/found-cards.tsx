import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { MemberCard } from '../../parts/member-card.tsx'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import { CardState } from './card-state.tsx'
import styles from './find.module.css'
import type { CardView } from './use-card.ts'

/** Several cards of one member, to choose from. */
export function FoundCards({ cards }: { readonly cards: readonly CardView[] }): ReactNode {
  const { find: words, card: cardText } = useWords(cardWords)
  return (
    <section aria-label={words.results}>
      <p>{words.several(cards.length)}</p>
      <ul className={styles.cards}>
        {cards.map((card) => (
          <li key={card.card_ref}>
            <Link to="/cards/$ref" params={{ ref: card.card_ref }}>
              <MemberCard
                color={card.card_color ?? card.template?.card_color}
                picture_url={card.card_picture_url ?? card.template?.card_picture_url}
                title={card.template?.card_title ?? cardText.untitled}
                level={card.level}
                code={card.user_card_code}
                ended={card.user_card_state === 'INVALID'}
              />
              <span className={styles.foot}>
                <CardState state={card.user_card_state} />
                {words.open}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
