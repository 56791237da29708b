import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { PersonName, ShownNames } from '../../parts/person-name.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { changedSettings, grantsIn, textIn } from './change-value.ts'
import { GrantList } from './grant-list.tsx'
import styles from './people.module.css'
import { settingName, settingText } from './setting-text.ts'

type Change = ReplyOf<'listChanges'>['data'][number]

/** What a change does in a line or a few: whom or which settings, from what to what. */
export function ChangeSummary({ change: { kind, value, before, staff_id = '' } }: { readonly change: Change }): ReactNode {
  const words = useWords(peopleWords)
  const { changes } = words
  switch (kind) {
    case 'grants':
      return (
        <Line
          of={<PersonName id={staff_id} />}
          before={<GrantList grants={grantsIn(before)} />}
          after={<GrantList grants={grantsIn(value)} />}
        />
      )
    case 'invitation':
      return (
        <span className={styles.line}>
          <ShownNames names={{ name: textIn(value, 'name'), full_name: textIn(value, 'full_name') || undefined }} />
          {value.renewal === true ? <span className={styles.soft}>{changes.again}</span> : <GrantList grants={grantsIn(value)} />}
        </span>
      )
    case 'sign_in_name':
      return <Line of={<PersonName id={staff_id} />} before={textIn(before, 'sign_in_name')} after={textIn(value, 'sign_in_name')} />
    case 'enable':
      return <PersonName id={staff_id} />
    case 'settings':
    case 'desk_settings':
      return changedSettings(value, before).map(({ name, before: had, after }) => (
        <Line key={name} of={settingName(name, words)} before={settingText(name, had, words)} after={settingText(name, after, words)} />
      ))
  }
}

function Line({ of, before, after }: { readonly of: ReactNode; readonly before: ReactNode; readonly after: ReactNode }): ReactNode {
  const { changes } = useWords(peopleWords)
  return (
    <span className={styles.line}>
      {of}
      {/* What it was and what it becomes stay on one line where there is room. */}
      <span className={styles.line}>
        <span className={styles.soft}>{before}</span>
        <span role="img" aria-label={changes.to}>
          →
        </span>
        <strong>{after}</strong>
      </span>
    </span>
  )
}
