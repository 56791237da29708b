import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Panel } from '../../parts/panel.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './batches.module.css'

type Batch = ReplyOf<'getBatch'>

/** What a batch is: its file, who made, approved and ran it, and when. */
export function BatchFacts({ batch }: { readonly batch: Batch }): ReactNode {
  const { facts: words, rows, cards } = useWords(batchWords)
  const { batch_id, author, connection, create_time, sheet, encoding, row_count, faulty_count, warning_count } = batch
  const { ignored_columns, file_sha256, plan_sha256, plan_count, run_by, end_time, reject_reason, approvals, approvals_required } = batch
  const hash = (label: string, text: string) => (
    <CopyText label={label} text={text}>
      <span className={styles.hash}>{`${text.slice(0, 16)}…`}</span>
    </CopyText>
  )
  return (
    <Panel title={words.title}>
      <Facts
        facts={[
          { name: words.id, value: <CopyText label={words.id} text={batch_id} /> },
          { name: words.author, value: <PersonName id={author} /> },
          { name: words.time, value: <Time value={create_time} /> },
          { name: words.connection, value: connection },
          { name: words.sheet, value: sheet ?? null },
          { name: words.encoding, value: encoding ?? null },
          { name: words.rows, value: rows(row_count) },
          { name: words.faulty, value: faulty_count === 0 ? null : rows(faulty_count) },
          { name: words.warned, value: warning_count === 0 ? null : rows(warning_count) },
          { name: words.ignored, value: ignored_columns.length === 0 ? null : ignored_columns.join(', ') },
          { name: words.fileHash, value: hash(words.fileHash, file_sha256) },
          { name: words.planHash, value: plan_sha256 === undefined ? null : hash(words.planHash, plan_sha256) },
          { name: words.plan, value: plan_count === undefined ? null : cards(plan_count) },
          {
            name: words.approvals,
            value:
              approvals.length === 0 ? null : (
                <>
                  {words.approvedBy(approvals.length, approvals_required)}
                  {approvals.map(({ staff_id, approve_time, reason, rows_shown }) => (
                    <div key={staff_id}>
                      <PersonName id={staff_id} /> <Time value={approve_time} /> {rows_shown ? words.seen : words.unseen}
                      {reason === undefined ? '' : ` · ${reason}`}
                    </div>
                  ))}
                </>
              ),
          },
          { name: words.runBy, value: run_by === undefined ? null : <PersonName id={run_by} /> },
          { name: words.rejectReason, value: reject_reason ?? null },
          { name: words.end, value: end_time === undefined ? null : <Time value={end_time} /> },
        ]}
      />
    </Panel>
  )
}
