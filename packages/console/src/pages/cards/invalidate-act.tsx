import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { usePreferences } from '../../shell/preferences.tsx'
import { cardWords } from '../../words/cards.ts'
import { invalidateWords } from '../../words/invalidate.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import type { CardView } from './use-card.ts'
import { asksForConsent, usePreview } from './use-preview.ts'

/** Leads to the page where the card is ended; where it cannot be, the button says why. */
export function InvalidateAct({ card: { brand_id, card_ref, user_card_state } }: { readonly card: CardView }): ReactNode {
  const { card: words } = useWords(cardWords)
  const { preview: previewWords } = useWords(invalidateWords)
  const { language } = usePreferences()
  const navigate = useNavigate()
  const over = user_card_state === 'INVALID'
  const preview = usePreview({ brand_id, card_ref }, !over)
  const obstacle = preview.data?.obstacles.find((one) => !asksForConsent(one))
  const why = over ? words.over : obstacle?.message[language]
  const earlier = obstacle?.detail?.invalidation_id
  return (
    <div className={styles.act}>
      <Button
        danger
        type="primary"
        disabled={why !== undefined || (!over && preview.data === undefined)}
        aria-describedby={why === undefined ? undefined : 'why-not'}
        onClick={() => void navigate({ to: '/cards/$ref/invalidate', params: { ref: card_ref } })}
      >
        {words.invalidate}
      </Button>
      {why !== undefined && (
        <p id="why-not" className={styles.why}>
          {why}
          {typeof earlier === 'string' && (
            <>
              {' '}
              <Link className="text-link" to="/invalidations/$id" params={{ id: earlier }}>
                {previewWords.earlier}
              </Link>
            </>
          )}
        </p>
      )}
    </div>
  )
}
