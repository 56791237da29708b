import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useRead } from '../../../api/use-read.ts'
import { Panel } from '../../../parts/panel.tsx'
import { useNow } from '../../../parts/use-now.ts'
import { invalidateWords } from '../../../words/invalidate.ts'
import { useWords } from '../../../words/use-words.ts'
import type { CardView } from '../use-card.ts'
import { Outcome } from './outcome.tsx'
import styles from './steps.module.css'

/** How often the records are asked, in milliseconds. */
const look_ms = 1500
/** For how long a request may be on its way to the desk, in milliseconds, counted from when the desk answers again. */
const onTheWay_ms = 20_000

interface LostAnswerProps {
  readonly card: CardView
  /** The invalidations of the card that were known before the press. */
  readonly known: ReadonlySet<string>
  readonly next: ReactNode
  readonly back: () => void
}

/** The answer of the desk itself was lost: its records tell whether it began. Nothing is sent again. */
export function LostAnswer({ card: { brand_id, card_ref }, known, next, back }: LostAnswerProps): ReactNode {
  const { unknown: words } = useWords(invalidateWords)
  const records = useRead('listInvalidations', { brand_id, card_ref, limit: 20 }, { every: look_ms })
  const [since, setSince] = useState<number>()
  const now = useNow()
  const begun = records.data?.data.find(({ invalidation_id }) => !known.has(invalidation_id))
  if (begun !== undefined) return <Outcome first={begun} next={next} />
  const answered = records.error === null && records.dataUpdatedAt > 0
  if (answered && since === undefined) setSince(records.dataUpdatedAt)
  const notBegun = since !== undefined && now - since > onTheWay_ms
  return (
    <Panel title={words.lostTitle} tone="doubt">
      <div className={styles.stack} role="status">
        <p>{notBegun ? words.notBegun : words.lostText}</p>
        {notBegun && (
          <div>
            <Button onClick={back}>{words.back}</Button>
          </div>
        )}
      </div>
    </Panel>
  )
}
