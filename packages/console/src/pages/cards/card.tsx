import { useParams } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { MemberCard } from '../../parts/member-card.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import { CardConsents } from './card-consents.tsx'
import { CardFacts } from './card-facts.tsx'
import { CardInvalidations } from './card-invalidations.tsx'
import { CardState } from './card-state.tsx'
import { CardTimeline } from './card-timeline.tsx'
import { InvalidateAct } from './invalidate-act.tsx'
import { MemberCode } from './member-code.tsx'
import { MemberRequests } from './member-requests.tsx'
import { RawAnswer } from './raw-answer.tsx'
import { Reveal } from './reveal.tsx'
import { type CardView, useCard } from './use-card.ts'

/** One member's card, as WeChat draws it and as the desk knows it. */
export function CardPage(): ReactNode {
  const { ref } = useParams({ from: '/shell/cards/$ref' })
  const { brand_id } = useBrand()
  const { find, card: words } = useWords(cardWords)
  const card = useCard(ref)
  const crumbs = [{ title: find.title, to: '/find' }]
  if (!useMay('look_up', brand_id)) return <NoPermission permission="look_up" title={words.title} />
  if (card.data === undefined)
    return (
      <Page title={words.title} crumbs={crumbs}>
        {card.error === null ? (
          <div aria-busy="true">
            <Skeleton active paragraph={{ rows: 8 }} />
          </div>
        ) : (
          <ErrorPanel error={card.error} retry={card.refetch} />
        )}
      </Page>
    )
  return <SeenCard key={ref} card={card.data} crumbs={crumbs} />
}

interface SeenCardProps {
  readonly card: CardView
  readonly crumbs: readonly { readonly title: string; readonly to: string }[]
}

function SeenCard({ card, crumbs }: SeenCardProps): ReactNode {
  const { card: words } = useWords(cardWords)
  const [revealed, setRevealed] = useState<CardView>()
  const shown = revealed ?? card
  const title = card.template?.card_title ?? words.untitled
  const code_type = card.template?.code_type
  return (
    <Page title={title} crumbs={crumbs} tag={<CardState state={card.user_card_state} />} act={<InvalidateAct card={card} />}>
      <div className={styles.columns}>
        <div>
          <div className={styles.face}>
            <MemberCard
              color={card.card_color ?? card.template?.card_color}
              picture_url={card.card_picture_url ?? card.template?.card_picture_url}
              title={title}
              level={card.level}
              code={card.user_card_code}
              ended={card.user_card_state === 'INVALID'}
            />
            {code_type !== undefined && card.user_card_code !== '' && card.user_card_state !== 'INVALID' && (
              <MemberCode type={code_type} code={card.user_card_code} />
            )}
          </div>
          <Panel title={words.facts}>
            <CardFacts card={shown} />
            <Reveal card={card} shown={revealed !== undefined} show={setRevealed} />
          </Panel>
          <MemberRequests card={card} />
        </div>
        <div>
          <Panel title={words.timeline.title}>
            <CardTimeline card={card} />
          </Panel>
          <CardConsents card={card} />
          <CardInvalidations card={card} />
          <RawAnswer card={shown} />
        </div>
      </div>
    </Page>
  )
}
