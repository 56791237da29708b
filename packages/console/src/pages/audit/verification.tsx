import { Button, Progress } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { auditWords } from '../../words/audit.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './audit.module.css'

type Last = NonNullable<ReplyOf<'getAuditVerification'>['verification']>
const pollMs = 1000

/** Starts a verification, and shows how far it is and what the last one found. */
export function Verification({ brand_id }: { readonly brand_id: string }): ReactNode {
  const { verify: words } = useWords(auditWords)
  const verify = useAct('verifyAuditLog', { refresh: ['getAuditVerification', 'getAuditStatus', 'listAuditEvents'] })
  const known = useRead('getAuditVerification', { brand_id }, { every: verify.isPending ? pollMs : 10 * pollMs })
  const last = known.data?.verification ?? undefined
  const isRunning = verify.isPending || last?.state === 'running'
  const button = (
    <Button size="small" disabled={isRunning} onClick={() => verify.mutate({ brand_id })}>
      {last === undefined ? words.start : words.again}
    </Button>
  )
  return (
    <Panel title={words.title} act={button}>
      <p>{words.explain}</p>
      <div role="status" className={styles.result}>
        {isRunning ? <Running last={last?.state === 'running' ? last : undefined} /> : last !== undefined && <Result last={last} />}
      </div>
      {known.error && <ErrorPanel error={known.error} retry={known.refetch} />}
      {verify.error && <ErrorPanel error={verify.error} />}
    </Panel>
  )
}

function Running({ last }: { readonly last: Last | undefined }): ReactNode {
  const { verify: words } = useWords(auditWords)
  const { checked = 0, total = 0 } = last ?? {}
  const percent = total === 0 ? 0 : Math.min(99, Math.floor((checked / total) * 100))
  return (
    <>
      <StateTag kind="running">{words.running}</StateTag>
      <Progress percent={percent} aria-label={words.running} />
      {last !== undefined && <p>{words.progress(checked, total)}</p>}
    </>
  )
}

function Result({ last }: { readonly last: Last }): ReactNode {
  const { verify: words, findings: kinds } = useWords(auditWords)
  const { state, findings, findings_left_off, checked, end_time, started_by_name } = last
  if (state === 'lost') return <StateTag kind="doubt">{words.lost}</StateTag>
  const count = findings.length + findings_left_off
  return (
    <>
      <p>
        <StateTag kind={count === 0 ? 'good' : 'failed'}>{count === 0 ? words.done : words.found(count)}</StateTag>
      </p>
      <p>{count === 0 ? words.doneText(checked) : words.foundText}</p>
      {findings.length > 0 && (
        <ul className={styles.findings}>
          {findings.map(({ kind, tree, index, through, subject }) => (
            <li key={`${kind} ${tree} ${index} ${subject}`}>
              <strong>{words.where(tree, index === undefined ? '' : words.event(index, through))}</strong>: {kinds[kind]}
              {subject !== undefined && <code> {subject}</code>}
            </li>
          ))}
        </ul>
      )}
      {findings_left_off > 0 && <p>{words.leftOff(findings_left_off)}</p>}
      {end_time !== null && (
        <p>
          {words.by} {started_by_name} · {words.at} <Time value={end_time} />
        </p>
      )}
    </>
  )
}
