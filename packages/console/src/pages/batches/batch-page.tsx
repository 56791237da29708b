import { useParams } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Page } from '../../parts/page.tsx'
import { useMay } from '../../shell/use-may.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import { BatchFacts } from './batch-facts.tsx'
import { BatchTag } from './batch-tag.tsx'
import styles from './batches.module.css'
import { CancelBatch } from './cancel-batch.tsx'
import { CheckPanel } from './check-panel.tsx'
import { FaultsPanel } from './faults-panel.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { PlanPanel } from './plan-panel.tsx'
import { FailedPanel, PreparingPanel } from './reading-panels.tsx'
import { ReportsPanel } from './reports-panel.tsx'
import { RowsPanel } from './rows-panel.tsx'
import { RunPanel } from './run-panel.tsx'
import { useBatch } from './use-batch.ts'

type Batch = ReplyOf<'getBatch'>

const runStates: readonly Batch['state'][] = ['approved', 'running', 'paused', 'stopped_by_breaker', 'done']

/** One batch, from its file to its evidence: what can be done with it comes first. */
export function BatchPage(): ReactNode {
  const words = useWords(batchWords)
  const { batch_id } = useParams({ from: '/shell/batches/$batch_id' })
  const { batch, isLive } = useBatch(batch_id)
  const crumbs = [{ title: words.title, to: '/batches' }]
  if (batch.data === undefined)
    return (
      <Page title={batch_id} crumbs={crumbs}>
        {batch.error ? <ErrorPanel error={batch.error} retry={batch.refetch} /> : <Skeleton active aria-busy="true" />}
      </Page>
    )
  const { file_name } = batch.data
  return (
    <Page title={file_name} crumbs={crumbs} tag={<BatchTag batch={batch.data} />}>
      {!isLive && (
        <p role="status" className={styles.soft}>
          {words.live.off}
        </p>
      )}
      <Stages batch={batch.data} />
    </Page>
  )
}

function Stages({ batch }: { readonly batch: Batch }): ReactNode {
  const { batch_id, brand_id, state, plan_sha256, preflight, failure } = batch
  const mayPrepare = useMay('prepare_batch', brand_id)
  const mayRun = useMay('run_batch', brand_id)
  const mayApprove = useMay('approve_batch', brand_id)
  const mayExport = useMay('export', brand_id)
  if (state === 'preparing')
    return (
      <>
        <PreparingPanel batch={batch} mayStop={mayPrepare || mayRun} />
        <BatchFacts batch={batch} />
      </>
    )
  if (failure !== undefined)
    return (
      <>
        <FailedPanel failure={failure} />
        <BatchFacts batch={batch} />
      </>
    )
  const hasRun = runStates.includes(state) || (state === 'cancelled' && batch.run_by !== undefined)
  return (
    <>
      {hasRun && <RunPanel batch={batch} mayRun={mayRun} />}
      {state === 'checked' && plan_sha256 !== undefined && <PlanPanel batch={batch} mayApprove={mayApprove} />}
      {(state !== 'cancelled' || preflight !== undefined) && (
        <CheckPanel batch={batch} mayPrepare={mayPrepare && batch.run_by === undefined} />
      )}
      {(state === 'uploaded' || batch.faulty_count > 0 || batch.warning_count > 0) && <FaultsPanel batch={batch} mayPrepare={mayPrepare} />}
      <RowsPanel batch_id={batch_id} />
      <HistoryPanel batch={batch} />
      <BatchFacts batch={batch} />
      {mayExport && (state === 'done' || state === 'cancelled' || hasRun) && <ReportsPanel batch_id={batch_id} />}
      {mayRun && !hasRun && state !== 'cancelled' && <CancelBatch batch_id={batch_id} />}
    </>
  )
}
