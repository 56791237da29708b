import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { CopyText } from '../../parts/copy-text.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { useNow } from '../../parts/use-now.ts'
import { auditWords } from '../../words/audit.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './audit.module.css'

type Status = ReplyOf<'getAuditStatus'>
const dayMs = 86_400_000

/** The checkpoint of one log, and who outside of the desk has seen it. */
export function LogState({ brand_id }: { readonly brand_id: string }): ReactNode {
  const { state: words } = useWords(auditWords)
  const status = useRead('getAuditStatus', { brand_id }, { every: 60_000 })
  const name = brand_id === '-' ? 'desk' : brand_id
  const tree = status.data?.trees.find((one) => one.tree === name)
  const witnesses = status.data?.witnesses.filter((one) => one.tree === name) ?? []
  if (status.error) return <ErrorPanel error={status.error} retry={status.refetch} />
  return (
    <Panel title={words.title}>
      <div aria-busy={status.data === undefined}>
        {tree !== undefined && <TreeFacts tree={tree} />}
        {status.data !== undefined && witnesses.length === 0 && <p>{words.noWitness}</p>}
        {witnesses.length > 0 && (
          <ul className={styles.witnesses} aria-label={words.witnesses}>
            {witnesses.map((witness) => (
              <Witness key={witness.witness} witness={witness} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  )
}

function TreeFacts({ tree }: { readonly tree: Status['trees'][number] }): ReactNode {
  const { state: words } = useWords(auditWords)
  const { size, checkpoint, vkey, origin } = tree
  const left = size - (checkpoint?.size ?? 0)
  return (
    <Facts
      facts={[
        { name: words.origin, value: <span className={styles.value}>{origin}</span> },
        {
          name: words.checkpoint,
          value:
            checkpoint === null ? (
              words.noCheckpoint
            ) : (
              <>
                <Time value={checkpoint.time} />
                <br />
                {words.covers(checkpoint.size)} · {left > 0 ? words.uncovered(left) : words.allCovered}
              </>
            ),
        },
        { name: words.timeStamp, value: checkpoint?.has_time_stamp ? words.stamped : words.notStamped },
        { name: words.vkey, value: <CopyText label={words.vkey} text={vkey} /> },
      ]}
    />
  )
}

function Witness({ witness: { witness, url, size, time, error } }: { readonly witness: Status['witnesses'][number] }): ReactNode {
  const { state: words } = useWords(auditWords)
  const now = useNow()
  const isOld = time === null || now - Date.parse(time) > dayMs
  const doubt = time === null ? words.never : words.old
  return (
    <li>
      <span className={styles.name}>{witness}</span>
      <StateTag kind={isOld ? 'doubt' : 'good'}>{isOld ? doubt : words.current}</StateTag>
      {error !== null && <StateTag kind="doubt">{words.errors[error.code]}</StateTag>}
      {time !== null && (
        <span>
          <Time value={time} /> · {words.cosigned(size)}
        </span>
      )}
      <span className={styles.value}>{error?.detail ?? url}</span>
    </li>
  )
}
