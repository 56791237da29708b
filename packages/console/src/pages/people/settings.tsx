import { splitDeskSettings, splitSettings } from '@card-member/desk/contract'
import { Link } from '@tanstack/react-router'
import { Alert, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { useKeepAnswer } from '../../api/use-keep-answer.ts'
import { useRead } from '../../api/use-read.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { ChangeNotice } from './change-notice.tsx'
import { DecidedChanges } from './decided-changes.tsx'
import { brandFields, deskFields } from './setting-fields.ts'
import styles from './settings.module.css'
import { SettingsForm } from './settings-form.tsx'

/** What protects members: the settings of the chosen brand, and those of the desk. */
export function SettingsPage(): ReactNode {
  const { settings: words } = useWords(peopleWords)
  const { brand_id } = useBrand()
  return (
    <Page title={words.title} lead={words.lead}>
      <WaitingSettings />
      {brand_id === '' ? <Empty text={words.noBrand} guide="settings" /> : <BrandSettings brand_id={brand_id} key={brand_id} />}
      <DeskWideSettings />
      <History />
    </Page>
  )
}

/** How many changes of the past are shown of the brand and of the desk. */
const shownChanges = 5

/** Says that looser settings wait, where there are any. */
function WaitingSettings(): ReactNode {
  const { settings: words } = useWords(peopleWords)
  const { data } = useRead('listChanges', { state: 'pending', limit: 100 })
  const waiting = (data?.data ?? []).filter(({ kind }) => kind === 'settings' || kind === 'desk_settings').length
  const changes: string = '/changes'
  if (waiting === 0) return null
  return <Alert type="info" showIcon title={<Link to={changes}>{words.pending(waiting)}</Link>} />
}

function BrandSettings({ brand_id }: { readonly brand_id: string }): ReactNode {
  const { settings: words } = useWords(peopleWords)
  const may = useMay('administer', brand_id)
  const maySee = useMay('look_up', brand_id) || may
  const { data, error, refetch } = useRead('getSettings', { brand_id }, { when: maySee })
  const keep = useKeepAnswer('getSettings')
  const [saves, setSaves] = useState(0)
  const change = useAct('changeSettings', {
    second_factor: true,
    refresh: ['getSettings', 'listChanges'],
    onDone: ({ settings }) => {
      keep({ brand_id }, settings)
      setSaves((count) => count + 1)
    },
  })
  return (
    <>
      <h2 className={styles.title}>{words.ofBrand(brand_id)}</h2>
      {!may && <p>{words.readOnly}</p>}
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {change.error !== null && <ErrorPanel error={change.error} />}
      {change.data !== undefined && <ChangeNotice pending={change.data.pending} done={words.saved} />}
      {maySee && error === null && data === undefined && <Waiting />}
      {data !== undefined && (
        <SettingsForm
          // What was saved is the new beginning.
          key={`${JSON.stringify(data)} ${saves}`}
          values={data}
          fields={brandFields}
          split={splitSettings}
          disabled={!may}
          busy={change.isPending}
          save={(wanted) => change.mutate({ brand_id, change: wanted })}
        />
      )}
    </>
  )
}

function DeskWideSettings(): ReactNode {
  const { settings: words } = useWords(peopleWords)
  const may = useMay('administer', '*')
  const { data, error, refetch } = useRead('getDeskSettings', {})
  const keep = useKeepAnswer('getDeskSettings')
  const [saves, setSaves] = useState(0)
  const change = useAct('changeDeskSettings', {
    second_factor: true,
    refresh: ['getDeskSettings', 'listChanges'],
    onDone: ({ settings }) => {
      keep({}, settings)
      setSaves((count) => count + 1)
    },
  })
  return (
    <>
      <h2 className={styles.title}>{words.ofDesk}</h2>
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {change.error !== null && <ErrorPanel error={change.error} />}
      {change.data !== undefined && <ChangeNotice pending={change.data.pending} done={words.saved} />}
      {error === null && data === undefined && <Waiting />}
      {data !== undefined && (
        <SettingsForm
          key={`${JSON.stringify(data)} ${saves}`}
          values={data}
          fields={deskFields}
          split={splitDeskSettings}
          disabled={!may}
          busy={change.isPending}
          save={(wanted) => change.mutate({ change: wanted })}
        />
      )}
    </>
  )
}

function Waiting(): ReactNode {
  return (
    <div aria-busy="true">
      <Skeleton active paragraph={{ rows: 8 }} />
    </div>
  )
}

function History(): ReactNode {
  const { settings: words } = useWords(peopleWords)
  const { brand_id } = useBrand()
  const mayAudit = useMay('audit', '*')
  const [audit, all]: readonly [string, string] = ['/audit?action=settings.change', '/changes']
  const last = { state: 'decided', limit: shownChanges } as const
  return (
    <Panel title={words.history} act={<Link to={all}>{words.all}</Link>}>
      <p className={styles.text}>
        {words.historyText}
        {mayAudit ? <Link to={audit}>{words.historyLink}</Link> : words.historyAudit}
      </p>
      {brand_id !== '' && (
        <>
          <h3 className={styles.list}>{words.ofBrand(brand_id)}</h3>
          <DecidedChanges label={words.ofBrand(brand_id)} of={{ ...last, kind: 'settings', brand_id }} empty={<p>{words.noHistory}</p>} />
        </>
      )}
      <h3 className={styles.list}>{words.ofDesk}</h3>
      <DecidedChanges label={words.ofDesk} of={{ ...last, kind: 'desk_settings' }} empty={<p>{words.noHistory}</p>} />
    </Panel>
  )
}
