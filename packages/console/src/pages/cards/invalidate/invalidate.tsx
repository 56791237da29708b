import { Link, useParams } from '@tanstack/react-router'
import { Alert, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ApiError } from '../../../api/api-error.ts'
import { ErrorPanel } from '../../../parts/error-panel.tsx'
import { MemberCard } from '../../../parts/member-card.tsx'
import { NoPermission } from '../../../parts/no-permission.tsx'
import { Page } from '../../../parts/page.tsx'
import { useBrand } from '../../../shell/brand.tsx'
import { useMay } from '../../../shell/use-may.ts'
import { cardWords } from '../../../words/cards.ts'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import { CardState } from '../card-state.tsx'
import type { Invalidation } from '../invalidation-state.tsx'
import { type CardView, useCard } from '../use-card.ts'
import { InvalidateForm } from './invalidate-form.tsx'
import { LostAnswer } from './lost-answer.tsx'
import { Outcome } from './outcome.tsx'
import styles from './steps.module.css'

/** Ends one card: a page and no dialog, whose steps stay in sight. */
export function InvalidatePage(): ReactNode {
  const { ref } = useParams({ from: '/shell/cards/$ref/invalidate' })
  const { brand_id } = useBrand()
  const { find, card: cardText } = useWords(cardWords)
  const words = useWords(invalidateWords)
  const card = useCard(ref)
  const may = useMay('invalidate', brand_id)
  const crumbs = [
    { title: find.title, to: '/find' },
    { title: card.data?.template?.card_title ?? cardText.title, to: `/cards/${ref}` },
  ]
  if (!may)
    return (
      <Page title={words.title} crumbs={crumbs}>
        <NoPermission permission="invalidate" />
      </Page>
    )
  return (
    <Page title={words.title} crumbs={crumbs} tag={card.data && <CardState state={card.data.user_card_state} />}>
      <Alert
        type="error"
        showIcon
        className={styles.warning ?? ''}
        title={<strong>{words.warning.title}</strong>}
        description={words.warning.text}
      />
      <br />
      {card.error !== null && <ErrorPanel error={card.error} retry={card.refetch} />}
      {card.data === undefined && card.error === null && (
        <div aria-busy="true">
          <Skeleton active paragraph={{ rows: 8 }} />
        </div>
      )}
      {card.data !== undefined && <Ending key={ref} card={card.data} />}
    </Page>
  )
}

type Phase =
  | { readonly name: 'form' }
  | { readonly name: 'outcome'; readonly invalidation: Invalidation }
  | { readonly name: 'lost'; readonly known: ReadonlySet<string> }

/** Whether nobody knows from an error if the desk began: nothing came back, or what stands before the desk answered. */
function isLost({ status }: ApiError): boolean {
  return status === 0 || status >= 500
}

function Ending({ card }: { readonly card: CardView }): ReactNode {
  const { result } = useWords(invalidateWords)
  const { card: cardText } = useWords(cardWords)
  const [phase, setPhase] = useState<Phase>({ name: 'form' })
  const next = (
    <>
      <Link to="/find">{result.another}</Link>
      <Link to="/cards/$ref" params={{ ref: card.card_ref }} reloadDocument={false}>
        {result.card}
      </Link>
    </>
  )
  if (phase.name === 'outcome') return <Outcome first={phase.invalidation} next={next} />
  if (phase.name === 'lost') return <LostAnswer card={card} known={phase.known} next={next} back={() => setPhase({ name: 'form' })} />
  return (
    <>
      <div className={styles.face}>
        <MemberCard
          color={card.card_color ?? card.template?.card_color}
          picture_url={card.card_picture_url ?? card.template?.card_picture_url}
          title={card.template?.card_title ?? cardText.untitled}
          level={card.level}
        />
      </div>
      <InvalidateForm
        card={card}
        done={(invalidation) => setPhase({ name: 'outcome', invalidation })}
        failed={(error, known) => {
          if (isLost(error)) setPhase({ name: 'lost', known })
        }}
      />
    </>
  )
}
