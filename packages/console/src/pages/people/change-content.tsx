import { shownName } from '@card-member/desk/contract'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Facts } from '../../parts/facts.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { changedSettings, grantsIn, textIn } from './change-value.ts'
import { GrantList } from './grant-list.tsx'
import { settingName, settingText } from './setting-text.ts'

type Change = Pick<ReplyOf<'listChanges'>['data'][number], 'kind' | 'value' | 'before'>

/** What a change would do, beside how it was when it was proposed. */
export function ChangeContent({ change: { kind, value, before } }: { readonly change: Change }): ReactNode {
  const { changes: words, staff } = useWords(peopleWords)
  switch (kind) {
    case 'grants':
      return (
        <Facts
          facts={[
            { name: words.before, value: <GrantList grants={grantsIn(before)} /> },
            { name: words.after, value: <GrantList grants={grantsIn(value)} /> },
          ]}
        />
      )
    case 'invitation': {
      const name = shownName({ name: textIn(value, 'name'), full_name: textIn(value, 'full_name') || undefined })
      return (
        <Facts
          facts={[
            { name: words.content, value: value.renewal === true ? words.inviteRenewal(name) : words.inviteNew(name) },
            { name: staff.roles, value: <GrantList grants={grantsIn(value)} /> },
          ]}
        />
      )
    }
    case 'sign_in_name':
      return (
        <Facts
          facts={[
            { name: words.before, value: textIn(before, 'sign_in_name') },
            { name: words.newName, value: textIn(value, 'sign_in_name') },
          ]}
        />
      )
    case 'enable':
      return <p>{words.enabled}</p>
    case 'settings':
    case 'desk_settings':
      return <SettingsTable change={{ value, before }} />
  }
}

function SettingsTable({ change: { value, before } }: { readonly change: Pick<Change, 'value' | 'before'> }): ReactNode {
  const words = useWords(peopleWords)
  return (
    <DataTable
      label={words.settings.title}
      rows={changedSettings(value, before)}
      keyOf={({ name }) => name}
      empty={words.none}
      columns={[
        { key: 'name', title: words.changes.setting, cell: ({ name }) => settingName(name, words), names_row: true },
        { key: 'before', title: words.changes.before, cell: ({ name, before: had }) => settingText(name, had, words) },
        { key: 'after', title: words.changes.after, cell: ({ name, after }) => <strong>{settingText(name, after, words)}</strong> },
      ]}
    />
  )
}
