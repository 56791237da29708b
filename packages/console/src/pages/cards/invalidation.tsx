import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { Countdown } from '../../parts/countdown.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { usePreferences } from '../../shell/preferences.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { consentWords } from '../../words/consents.ts'
import { invalidateWords } from '../../words/invalidate.ts'
import { useWords } from '../../words/use-words.ts'
import { BatchLink } from './batch-link.tsx'
import styles from './card.module.css'
import { type Invalidation, InvalidationState, isOpen } from './invalidation-state.tsx'

/** How often an open outcome is read, in milliseconds. */
const look_ms = 3000

/** The record of one card's end. */
export function InvalidationPage(): ReactNode {
  const { id } = useParams({ from: '/shell/invalidations/$id' })
  const { brand_id } = useBrand()
  const { list, detail: words } = useWords(invalidateWords)
  const may = useMay('look_up', brand_id)
  const read = useRead('getInvalidation', { brand_id, invalidation_id: id }, { when: brand_id !== '' && may, every: look_ms })
  const crumbs = [{ title: list.title, to: '/invalidations' }]
  if (!may) return <NoPermission permission="look_up" title={words.title} />
  return (
    <Page
      title={read.data === undefined ? words.title : words.of(read.data.code_last4)}
      crumbs={crumbs}
      tag={read.data && <InvalidationState state={read.data.state} />}
    >
      {read.error !== null && <ErrorPanel error={read.error} retry={read.refetch} />}
      {read.data === undefined && read.error === null && (
        <div aria-busy="true">
          <Skeleton active paragraph={{ rows: 8 }} />
        </div>
      )}
      {read.data !== undefined && (
        <>
          {isOpen(read.data) && <Doubt invalidation={read.data} />}
          {read.data.rehearsal && <Alert type="info" showIcon title={words.rehearsal} />}
          <Panel title={words.facts}>
            <ResultFacts invalidation={read.data} />
          </Panel>
          <Panel title={words.request}>
            <RequestFacts invalidation={read.data} />
          </Panel>
        </>
      )}
    </Page>
  )
}

function Doubt({ invalidation: { brand_id, invalidation_id, reconcile_after } }: { readonly invalidation: Invalidation }): ReactNode {
  const { unknown, detail: words } = useWords(invalidateWords)
  const online = useOnline()
  const may = useMay('invalidate', brand_id)
  const reconcile = useAct('reconcileInvalidation', { refresh: ['getInvalidation'] })
  return (
    <Panel title={unknown.title} tone="doubt">
      <div className={styles.stack}>
        <p>{unknown.text}</p>
        {reconcile_after !== undefined && (
          <p>
            {unknown.latest}
            <strong className={styles.clock}>
              <Countdown until={reconcile_after} />
            </strong>
          </p>
        )}
        {reconcile.error !== null && <ErrorPanel error={reconcile.error} />}
        <div className={styles.buttons}>
          {may && (
            <Button loading={reconcile.isPending} disabled={!online} onClick={() => reconcile.mutate({ brand_id, invalidation_id })}>
              {words.reconcile}
            </Button>
          )}
          <span role="status">{reconcile.isSuccess ? words.reconciled : ''}</span>
        </div>
      </div>
    </Panel>
  )
}

function ResultFacts({ invalidation }: { readonly invalidation: Invalidation }): ReactNode {
  const { result, detail: words } = useWords(invalidateWords)
  const { language } = usePreferences()
  const { invalid_time, request_id, message, code, proof, answer_sha256, end_time, attempts, request_count } = invalidation
  return (
    <Facts
      facts={[
        { name: words.message, value: message?.[language] },
        { name: words.code, value: code === undefined ? null : <code>{code}</code> },
        { name: result.invalidTime, value: invalid_time === undefined ? null : <Time value={invalid_time} /> },
        { name: result.requestId, value: request_id === undefined ? null : <CopyText label={result.requestId} text={request_id} /> },
        { name: words.proof, value: proof === undefined ? null : words.proofs[proof] },
        { name: words.sha, value: answer_sha256 === undefined ? null : <CopyText label={words.sha} text={answer_sha256} /> },
        { name: words.end, value: end_time === undefined ? null : <Time value={end_time} /> },
        { name: words.attempts, value: attempts },
        { name: words.requests, value: request_count },
      ]}
    />
  )
}

function RequestFacts({ invalidation }: { readonly invalidation: Invalidation }): ReactNode {
  const { detail: words, preview } = useWords(invalidateWords)
  const { member } = useWords(consentWords)
  const {
    invalidation_id,
    code_last4,
    card_ref,
    card_id,
    consent_id,
    batch_id,
    line,
    invalid_reason,
    requested_by,
    consent_recorded_by,
    start_time,
  } = invalidation
  return (
    <Facts
      facts={[
        { name: words.id, value: <CopyText label={words.id} text={invalidation_id} /> },
        {
          name: words.card,
          value:
            card_ref === undefined ? (
              `… ${code_last4}`
            ) : (
              <>
                … {code_last4}{' '}
                <Link className="text-link" to="/cards/$ref" params={{ ref: card_ref }}>
                  {words.openCard}
                </Link>
              </>
            ),
        },
        {
          name: words.template,
          value: (
            <Link to="/templates/$id" params={{ id: card_id }}>
              {card_id}
            </Link>
          ),
        },
        {
          name: words.consent,
          value: (
            <Link to="/consents/$id" params={{ id: consent_id }}>
              {consent_id}
            </Link>
          ),
        },
        {
          name: words.batch,
          value:
            batch_id === undefined ? null : (
              <>
                <BatchLink batch_id={batch_id}>{batch_id}</BatchLink> {line !== undefined && words.line(line)}
              </>
            ),
        },
        { name: words.reason, value: invalid_reason },
        {
          name: words.recordedBy,
          value: consent_recorded_by === 'member' ? member : <PersonName id={consent_recorded_by} />,
        },
        { name: words.by, value: <PersonName id={requested_by} /> },
        { name: words.start, value: <Time value={start_time} /> },
        { name: words.connection, value: invalidation.connection },
        { name: words.caller, value: preview.caller[invalidation.caller_kind](invalidation.caller_id) },
      ]}
    />
  )
}
