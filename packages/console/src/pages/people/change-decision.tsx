import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { PersonName } from '../../parts/person-name.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './people.module.css'

type Change = ReplyOf<'listChanges'>['data'][number]

const kinds = { applied: 'good', stopped: 'failed', withdrawn: 'over', expired: 'over', outdated: 'over', pending: 'waiting' } as const

/** What became of a change; who proposed it and takes it back has withdrawn it, anybody else has stopped it. */
export function ChangeDecision({ change: { state, proposed_by, decided_by } }: { readonly change: Change }): ReactNode {
  const { changes: words } = useWords(peopleWords)
  const shown = state === 'stopped' && decided_by === proposed_by ? 'withdrawn' : state
  return <StateTag kind={kinds[shown]}>{words.states[shown]}</StateTag>
}

/** Who decided a change, when, and the reason they gave. */
export function ChangeDecider({ change: { state, decided_by, decide_time, reason } }: { readonly change: Change }): ReactNode {
  const { changes: words } = useWords(peopleWords)
  const nobody = state === 'expired' ? words.nobody : words.basis
  return (
    <>
      {decided_by === undefined && nobody}
      {decided_by === 'desk' && words.delay}
      {decided_by !== undefined && decided_by !== 'desk' && <PersonName id={decided_by} />}
      {decide_time !== undefined && (
        <span className={styles.reason}>
          <Time value={decide_time} />
        </span>
      )}
      {reason !== undefined && <span className={styles.said}>{reason}</span>}
    </>
  )
}
