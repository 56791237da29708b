import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useRead } from '../../api/use-read.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useMay } from '../../shell/use-may.ts'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { type ChangeValue, grantsIn, settingsIn, textIn } from './change-value.ts'
import { GrantList } from './grant-list.tsx'
import { settingName, settingText } from './setting-text.ts'

type Change = ReplyOf<'listChanges'>['data'][number]

/** What a change would do, with how it is now beside it where that is known. */
export function ChangeContent({
  change: { kind, value, brand_id },
}: {
  readonly change: Pick<Change, 'kind' | 'value' | 'brand_id'>
}): ReactNode {
  const { changes: words, staff } = useWords(peopleWords)
  switch (kind) {
    case 'grants':
      return <GrantsContent value={value} />
    case 'invitation': {
      const name = textIn(value, 'name')
      return (
        <Facts
          facts={[
            { name: staff.name, value: value.renewal === true ? words.inviteRenewal(name) : words.inviteNew(name) },
            { name: staff.roles, value: <GrantList grants={grantsIn(value)} /> },
          ]}
        />
      )
    }
    case 'sign_in_name':
      return <Facts facts={[{ name: words.newName, value: textIn(value, 'sign_in_name') }]} />
    case 'enable':
      return <p>{words.enabled}</p>
    case 'settings':
      return <BrandContent value={value} brand_id={brand_id} />
    case 'desk_settings':
      return <DeskContent value={value} />
  }
}

function GrantsContent({ value }: { readonly value: ChangeValue }): ReactNode {
  const { changes: words } = useWords(peopleWords)
  const may = useMay('administer', '*')
  const { data } = useRead('listStaff', {}, { when: may })
  const now = data?.data.find(({ staff_id }) => staff_id === value.staff_id)?.grants
  return (
    <Facts
      facts={[
        { name: words.before, value: now === undefined ? null : <GrantList grants={now} /> },
        { name: words.after, value: <GrantList grants={grantsIn(value)} /> },
      ]}
    />
  )
}

function BrandContent({ value, brand_id }: { readonly value: ChangeValue; readonly brand_id: string }): ReactNode {
  const mayLookUp = useMay('look_up', brand_id)
  const may = useMay('administer', brand_id) || mayLookUp
  const { data } = useRead('getSettings', { brand_id }, { when: may })
  return <SettingsTable now={data ?? {}} then={settingsIn(value)} />
}

function DeskContent({ value }: { readonly value: ChangeValue }): ReactNode {
  const { data } = useRead('getDeskSettings', {})
  return <SettingsTable now={data ?? {}} then={settingsIn(value)} />
}

function SettingsTable({ now, then }: { readonly now: object; readonly then: readonly [string, unknown][] }): ReactNode {
  const words = useWords(peopleWords)
  const before = new Map<string, unknown>(Object.entries(now))
  return (
    <DataTable
      label={words.settings.title}
      rows={then}
      keyOf={([name]) => name}
      empty={words.none}
      columns={[
        { key: 'name', title: words.changes.setting, cell: ([name]) => settingName(name, words), names_row: true },
        {
          key: 'before',
          title: words.changes.before,
          cell: ([name]) => (before.has(name) ? settingText(name, before.get(name), words) : '—'),
        },
        { key: 'after', title: words.changes.after, cell: ([name, value]) => <strong>{settingText(name, value, words)}</strong> },
      ]}
    />
  )
}
