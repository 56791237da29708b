import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Code } from '../../parts/code.tsx'
import { CopyText } from '../../parts/copy-text.tsx'
import { type Fact, Facts } from '../../parts/facts.tsx'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import type { CardView } from './use-card.ts'
import { validityText } from './validity.ts'

/** What is known of a card, masked or not as it was read. */
export function CardFacts({ card }: { readonly card: CardView }): ReactNode {
  const { card: words } = useWords(cardWords)
  const { user_card_code, card_id, template, user_information } = card
  const common = (user_information?.common_field_list ?? []).map(({ name, value }): Fact => ({ name: words.information[name], value }))
  const custom = (user_information?.custom_field_list ?? []).map(
    ({ name, user_chosen_values }): Fact => ({ name, value: user_chosen_values.join(' · ') }),
  )
  return (
    <Facts
      facts={[
        {
          name: words.code,
          value: (
            <CopyText label={words.code} text={user_card_code}>
              <Code value={user_card_code} />
            </CopyText>
          ),
        },
        { name: words.openid, value: card.openid },
        { name: words.phone, value: card.phone_number },
        ...common,
        ...custom,
        { name: words.level, value: card.level },
        { name: words.validity, value: validityText(words, card.valid_date_information) },
        {
          name: words.template,
          value: (
            <Link to="/templates/$id" params={{ id: card_id }}>
              {template?.card_title ?? card_id}
            </Link>
          ),
        },
        { name: words.benefits, value: template?.benefits },
        { name: words.brand, value: card.brand_id },
        { name: words.connection, value: card.connection },
      ]}
    />
  )
}
