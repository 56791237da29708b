import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../../api/use-read.ts'
import { CopyText } from '../../../parts/copy-text.tsx'
import { Countdown } from '../../../parts/countdown.tsx'
import { Facts } from '../../../parts/facts.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { Time } from '../../../parts/time.tsx'
import { useNow } from '../../../parts/use-now.ts'
import { usePreferences } from '../../../shell/preferences.tsx'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import { type Invalidation, InvalidationState, isOpen } from '../invalidation-state.tsx'
import styles from './steps.module.css'

/** How often an open outcome is asked for, in milliseconds. */
const look_ms = 1500

interface OutcomeProps {
  /** As it was answered; while it is open, it is read until it settles. */
  readonly first: Invalidation
  /** Leads away once it is settled. */
  readonly next: ReactNode
}

/** What became of the end of a card. Nothing here can be pressed to do it again. */
export function Outcome({ first, next }: OutcomeProps): ReactNode {
  const { brand_id, invalidation_id } = first
  const read = useRead('getInvalidation', { brand_id, invalidation_id }, { when: isOpen(first), every: look_ms })
  const invalidation = read.data !== undefined && !isOpen(read.data) ? read.data : (read.data ?? first)
  if (isOpen(invalidation)) return <Unknown invalidation={invalidation} />
  return <Settled invalidation={invalidation} next={next} />
}

function Unknown({ invalidation: { state, invalidation_id, reconcile_after } }: { readonly invalidation: Invalidation }): ReactNode {
  const { unknown: words, result } = useWords(invalidateWords)
  const now = useNow()
  const over = reconcile_after !== undefined && Date.parse(reconcile_after) <= now
  return (
    <Panel title={words.title} tone="doubt" act={<InvalidationState state={state} />}>
      <div className={styles.stack} role="status">
        <p>{state === 'sending' ? words.sending : words.text}</p>
        {reconcile_after !== undefined && !over && (
          <p>
            {words.latest}
            <br />
            <strong className={styles.clock}>
              <Countdown until={reconcile_after} />
            </strong>
          </p>
        )}
        {over && <p>{words.over}</p>}
        <p>
          {words.leave}{' '}
          <Link className="text-link" to="/invalidations/$id" params={{ id: invalidation_id }}>
            {result.record}
          </Link>
        </p>
      </div>
    </Panel>
  )
}

function Settled({ invalidation, next }: { readonly invalidation: Invalidation; readonly next: ReactNode }): ReactNode {
  const { result: words } = useWords(invalidateWords)
  const { language } = usePreferences()
  const { state, invalidation_id, invalid_time, request_id, message } = invalidation
  const title = state === 'sending' || state === 'unknown' ? '' : words[state]
  return (
    <Panel title={title} tone={state === 'done' ? 'info' : 'doubt'} act={<InvalidationState state={state} />}>
      <div className={styles.stack} role="status">
        {message !== undefined && <p>{message[language]}</p>}
        <Facts
          facts={[
            { name: words.invalidTime, value: invalid_time === undefined ? null : <Time value={invalid_time} /> },
            { name: words.requestId, value: request_id === undefined ? null : <CopyText label={words.requestId} text={request_id} /> },
          ]}
        />
        {state !== 'done' && <p>{words.freed}</p>}
        <div className={styles.act}>
          {next}
          <Link to="/invalidations/$id" params={{ id: invalidation_id }}>
            {words.record}
          </Link>
        </div>
      </div>
    </Panel>
  )
}
