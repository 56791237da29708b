import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { call } from '../../api/call.ts'
import { useAct } from '../../api/use-act.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import form from './approve-form.module.css'
import styles from './batches.module.css'
import { RejectForm } from './reject-form.tsx'
import { useRowColumns } from './rows-panel.tsx'

const longestReason = 200

/** What an approver does, in this order: open the sample rows, type the number by hand, give the second factor. */
export function ApproveForm({
  batch_id,
  plan_count,
  plan_sha256,
}: {
  readonly batch_id: string
  readonly plan_count: number
  readonly plan_sha256: string
}): ReactNode {
  const { approve: words } = useWords(batchWords)
  const isOnline = useOnline()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [isRejecting, setRejecting] = useState(false)
  const id = useId()
  const columns = useRowColumns().filter(({ key }) => ['line', 'card', 'openid', 'found', 'reason'].includes(key))
  // Opening them is an act of its own, which the desk remembers.
  const sample = useQuery({
    queryKey: ['sampleBatchRows', { batch_id, plan_sha256 }],
    queryFn: () => call('sampleBatchRows', { batch_id }),
    enabled: isOpen,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const approve = useAct('approveBatch', { second_factor: true, refresh: ['getBatch', 'listBatches', 'getToday'] })
  const count = /^\s*[\d,]{1,12}\s*$/.test(typed) ? Number(typed.replaceAll(/[\s,]/g, '')) : undefined
  const isRight = count === plan_count
  if (isRejecting) return <RejectForm batch_id={batch_id} plan_count={plan_count} back={() => setRejecting(false)} />
  return (
    <div className={form.steps}>
      <h3>{words.sample}</h3>
      {!isOpen && (
        <div>
          <Button onClick={() => setOpen(true)} disabled={!isOnline}>
            {words.open}
          </Button>
        </div>
      )}
      {isOpen && sample.error !== null && <ErrorPanel error={sample.error} />}
      {isOpen && sample.error === null && (
        <>
          {sample.data !== undefined && <p>{words.opened(sample.data.data.length, plan_count)}</p>}
          <DataTable label={words.sample} columns={columns} rows={sample.data?.data} keyOf={({ line }) => String(line)} empty={null} />
        </>
      )}
      <div className={form.field}>
        <label htmlFor={`${id}count`}>{words.count}</label>
        <Input
          id={`${id}count`}
          className={form.count ?? ''}
          inputMode="numeric"
          autoComplete="off"
          disabled={sample.data === undefined}
          value={typed}
          aria-describedby={`${id}help`}
          aria-invalid={typed !== '' && !isRight}
          onChange={({ target }) => setTyped(target.value)}
        />
        <span id={`${id}help`} className={styles.soft}>
          {typed !== '' && !isRight ? words.wrong : words.countHelp}
        </span>
      </div>
      <div className={form.field}>
        <label htmlFor={`${id}reason`}>{words.reason}</label>
        <Input id={`${id}reason`} maxLength={longestReason} value={reason} onChange={({ target }) => setReason(target.value)} />
      </div>
      {approve.error !== null && <ErrorPanel error={approve.error} />}
      <div className={styles.acts}>
        <Button
          type="primary"
          danger
          disabled={!isRight || !isOnline || sample.data === undefined}
          loading={approve.isPending}
          onClick={() =>
            count !== undefined && approve.mutate({ batch_id, count, plan_sha256, ...(reason.trim() !== '' && { reason: reason.trim() }) })
          }
        >
          {words.submit(plan_count)}
        </Button>
        <Button onClick={() => setRejecting(true)}>{words.reject}</Button>
      </div>
    </div>
  )
}
