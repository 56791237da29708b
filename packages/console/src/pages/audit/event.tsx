import { Link, useParams } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { targetOf } from '../../api/target.ts'
import { useRead } from '../../api/use-read.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/use-may.ts'
import { auditWords } from '../../words/audit.ts'
import { useWords } from '../../words/use-words.ts'
import { ActionName } from './action-name.tsx'
import { ActorName } from './actor-name.tsx'
import styles from './audit.module.css'
import { EventFacts } from './event-facts.tsx'
import { factsOf } from './event-facts-of.ts'
import { eventThings } from './event-things.tsx'

/** One event of the log: in words, as it is stored, and its proof. */
export function EventPage(): ReactNode {
  const words = useWords(auditWords)
  const { tree, index } = useParams({ from: '/shell/audit/$tree/$index' })
  const brand_id = tree === 'desk' ? '-' : tree
  const may = useMay('audit', tree === 'desk' ? '*' : tree)
  const event = useRead('getAuditEvent', { brand_id, index }, { when: may })
  const title = words.event.title(`${tree}/${index}`)
  const crumbs = [{ title: words.title, to: '/audit' }]
  if (!may) return <NoPermission permission="audit" title={title} />
  if (event.data === undefined)
    return (
      <Page title={title} crumbs={crumbs}>
        {event.error ? <ErrorPanel error={event.error} retry={event.refetch} /> : <Skeleton active />}
      </Page>
    )
  const { names, card_refs, ...shown } = event.data
  const { actor, action, time, facts, leaf_hash } = shown
  const { cards, batch_id } = factsOf(facts)
  const log = tree === 'desk' ? { log: 'desk' } : {}
  const proof = (
    <Button href={targetOf('auditProof', { brand_id, index }).target} download>
      {words.event.proof}
    </Button>
  )
  return (
    <Page title={title} crumbs={crumbs} act={proof} lead={words.event.proofHelp}>
      <Panel>
        <Facts
          facts={[
            { name: words.event.time, value: <Time value={time} /> },
            { name: words.event.actor, value: <ActorName actor={actor} names={names} /> },
            { name: words.event.action, value: <ActionName action={action} /> },
            { name: words.event.about, value: eventThings({ event: shown, names, card_refs }) },
            { name: words.event.code, value: <code>{action}</code> },
            { name: words.event.leaf, value: <CopyText label={words.event.leaf} text={leaf_hash} /> },
          ]}
        />
        <p className={styles.foot}>
          {cards.map(({ card_hash, code_last4 }) => (
            <Link key={card_hash} to="/audit" search={{ hash: card_hash }}>
              {words.event.ofCard} ({words.card(code_last4)})
            </Link>
          ))}
          {batch_id !== undefined && (
            <Link to="/audit" search={{ batch: batch_id }}>
              {words.event.ofBatch}
            </Link>
          )}
          {actor !== '' && (
            <Link to="/audit" search={{ actor, ...log }}>
              {words.event.ofActor}
            </Link>
          )}
        </p>
      </Panel>
      <Panel title={words.event.values}>
        <EventFacts tree={tree} facts={facts} names={names} />
      </Panel>
      <Panel title={words.event.raw}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
        <pre className={styles.raw} tabIndex={0}>
          {JSON.stringify(shown, undefined, 2)}
        </pre>
      </Panel>
    </Page>
  )
}
