import { useParams } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { targetOf } from '../../api/target.ts'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import { ConsentFacts } from './consent-facts.tsx'
import { ConsentState } from './consent-state.tsx'
import { Withdrawal } from './withdrawal.tsx'

/** One consent: what was recorded, its receipt, its withdrawal. */
export function ConsentPage(): ReactNode {
  const { id: consent_id } = useParams({ from: '/shell/consents/$id' })
  const { brand_id } = useBrand()
  const words = useWords(consentWords)
  const may = useMay('look_up', brand_id)
  const consent = useRead('getConsent', { brand_id, consent_id }, { when: brand_id !== '' && may })
  if (!may) return <NoPermission permission="look_up" title={words.title} />
  const key = { brand_id, consent_id }
  return (
    <Page
      title={consent.data === undefined ? words.title : words.of(consent.data.code_last4)}
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
          {(consent.data.state === 'recorded' || consent.data.state === 'expired') && <Withdrawal of={key} />}
        </Panel>
      )}
    </Page>
  )
}
