import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import { NoSandbox } from './no-sandbox.tsx'
import styles from './rehearsal.module.css'
import { RehearsalClock } from './rehearsal-clock.tsx'
import { RehearsalFaults } from './rehearsal-faults.tsx'
import { RehearsalInspector } from './rehearsal-inspector.tsx'
import { RehearsalMember } from './rehearsal-member.tsx'
import { RehearsalReset } from './rehearsal-reset.tsx'
import { Waiting } from './waiting.tsx'

/** Acting in a sandbox: as the member, on its clock and its faults, with a look at what it received. */
export function RehearsalPage(): ReactNode {
  const { rehearsal: words } = useWords(connectionWords)
  const { brand_id } = useBrand()
  const mayRehearse = useMay('rehearse', brand_id)
  const { data, error, refetch } = useRead('listConnections', {})
  const sandboxes = data?.data.filter(({ sandbox }) => sandbox)
  return (
    <Page title={words.title} lead={words.lead}>
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {sandboxes === undefined && error === null && <Waiting />}
      {sandboxes?.length === 0 && <NoSandbox />}
      {sandboxes !== undefined && sandboxes.length > 0 && !mayRehearse && <NoPermission permission="rehearse" />}
      {sandboxes !== undefined && sandboxes.length > 0 && mayRehearse && <Stage sandboxes={sandboxes} />}
    </Page>
  )
}

interface Sandbox {
  readonly name: string
  readonly base_url: string
  readonly rehearsal: boolean
}

// Hatched and framed, so that nobody takes it for the real thing.
function Stage({ sandboxes }: { readonly sandboxes: readonly Sandbox[] }): ReactNode {
  const { rehearsal: words } = useWords(connectionWords)
  const { connection } = useSearch({ from: '/shell/rehearsal' })
  const navigate = useNavigate()
  const [first] = sandboxes
  const chosen = sandboxes.find(({ name }) => name === connection) ?? sandboxes.find(({ rehearsal }) => rehearsal) ?? first
  if (chosen === undefined) return null
  const { name, base_url, rehearsal } = chosen
  return (
    <div className={styles.stage}>
      <div className={styles.banner}>
        <strong>{words.banner}</strong>
        <span>{words.bannerText(name, base_url)}</span>
        {sandboxes.length > 1 && (
          <label className={styles.field}>
            {words.connection}
            <select
              value={name}
              onChange={({ target }) => void navigate({ to: '.', search: (search) => ({ ...search, connection: target.value }) })}
            >
              {sandboxes.map((sandbox) => (
                <option key={sandbox.name} value={sandbox.name}>
                  {sandbox.name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {rehearsal ? <Controls key={name} name={name} /> : <p className={styles.lacking}>{words.noToken}</p>}
    </div>
  )
}

function Controls({ name }: { readonly name: string }): ReactNode {
  const state = useRead('getRehearsal', { name }, { every: 5000 })
  if (state.error !== null && state.data === undefined) return <ErrorPanel error={state.error} retry={state.refetch} />
  if (state.data === undefined) return <Waiting />
  return (
    <div className={styles.grid}>
      <div>
        <RehearsalMember name={name} />
        <RehearsalClock name={name} clock={state.data.clock} read_at={state.dataUpdatedAt} />
        <RehearsalFaults name={name} faults={state.data.faults} />
        <RehearsalReset name={name} />
      </div>
      <RehearsalInspector name={name} />
    </div>
  )
}
