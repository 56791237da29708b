import { Link, useParams } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { targetOf } from '../../api/target.ts'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './card.module.css'
import { ConsentFacts } from './consent-facts.tsx'
import { ConsentState } from './consent-state.tsx'

/** One consent: what was recorded, its receipt, its withdrawal. */
export function ConsentPage(): ReactNode {
  const { id: consent_id } = useParams({ from: '/shell/consents/$id' })
  const { brand_id } = useBrand()
  const words = useWords(consentWords)
  const may = useMay('look_up', brand_id)
  const consent = useRead('getConsent', { brand_id, consent_id }, { when: brand_id !== '' && may })
  if (!may) return <NoPermission permission="look_up" />
  const key = { brand_id, consent_id }
  return (
    <Page
      title={words.facts.id}
      crumbs={[{ title: words.title, to: '/consents' }]}
      tag={consent.data && <ConsentState state={consent.data.state} />}
      lead={consent_id}
      act={
        <>
          <Button href={targetOf('consentReceipt', key).target} download>
            {words.receipt}
          </Button>
          <Button href={targetOf('exportConsent', key).target} download={`${consent_id}.json`}>
            {words.record}
          </Button>
        </>
      }
    >
      {consent.error !== null && <ErrorPanel error={consent.error} retry={consent.refetch} />}
      {consent.data === undefined && consent.error === null && (
        <div aria-busy="true">
          <Skeleton active paragraph={{ rows: 8 }} />
        </div>
      )}
      {consent.data !== undefined && (
        <Panel>
          <ConsentFacts consent={consent.data} />
          {(consent.data.state === 'recorded' || consent.data.state === 'expired') && (
            <Withdraw brand_id={brand_id} consent_id={consent_id} />
          )}
        </Panel>
      )}
      {consent.data?.card_ref !== undefined && (
        <Link to="/cards/$ref" params={{ ref: consent.data.card_ref }}>
          {words.facts.openCard}
        </Link>
      )}
    </Page>
  )
}

function Withdraw({ brand_id, consent_id }: { readonly brand_id: string; readonly consent_id: string }): ReactNode {
  const { withdraw: words } = useWords(consentWords)
  const [asking, setAsking] = useState(false)
  const online = useOnline()
  const withdraw = useAct('withdrawConsent', { refresh: ['getConsent', 'listConsents', 'previewInvalidation'] })
  if (!useMay('record_consent', brand_id)) return null
  return (
    <div className={styles.reveal}>
      {withdraw.error !== null && <ErrorPanel error={withdraw.error} />}
      {asking ? (
        <>
          <strong>{words.title}</strong>
          <p>{words.text}</p>
          <div className={styles.buttons}>
            <Button loading={withdraw.isPending} disabled={!online} onClick={() => withdraw.mutate({ brand_id, consent_id })}>
              {words.confirm}
            </Button>
            <Button type="text" onClick={() => setAsking(false)}>
              {words.cancel}
            </Button>
          </div>
        </>
      ) : (
        <div>
          <Button onClick={() => setAsking(true)}>{words.act}</Button>
        </div>
      )}
    </div>
  )
}
