import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { accountWords } from '../../words/account.ts'
import { useWords } from '../../words/use-words.ts'
import { deviceName } from './device-name.ts'
import styles from './me.module.css'

type Session = ReplyOf<'listOwnSessions'>['data'][number]

/** Where one is signed in. */
export function OwnSessions(): ReactNode {
  const { me } = useWords(accountWords)
  const online = useOnline()
  const sessions = useRead('listOwnSessions', {})
  const end = useAct('endOwnSession', { refresh: ['listOwnSessions'] })
  const columns: Column<Session>[] = [
    { key: 'device', title: me.device, cell: ({ device, method }) => nameOf(device, method, me), names_row: true },
    { key: 'address', title: me.address, cell: ({ address }) => address || me.local },
    { key: 'since', title: me.signedIn, cell: ({ create_time }) => <Time value={create_time} /> },
    { key: 'used', title: me.lastUsed, cell: ({ last_used_time }) => <Time value={last_used_time} /> },
    {
      key: 'act',
      title: '',
      align: 'end',
      stays: true,
      cell: ({ session_id, current, device, method }) =>
        current ? (
          <StateTag kind="good">{me.current}</StateTag>
        ) : (
          <Button
            type="link"
            size="small"
            disabled={!online || end.isPending}
            aria-label={me.endOf(nameOf(device, method, me))}
            onClick={() => end.mutate({ session_id })}
          >
            {me.end}
          </Button>
        ),
    },
  ]
  return (
    <Panel title={me.sessions}>
      <p className={styles.text}>{me.sessionsLead}</p>
      {end.error !== null && <ErrorPanel error={end.error} />}
      {sessions.error !== null ? (
        <ErrorPanel error={sessions.error} retry={sessions.refetch} />
      ) : (
        <DataTable label={me.sessions} columns={columns} rows={sessions.data?.data} keyOf={({ session_id }) => session_id} empty={null} />
      )}
    </Panel>
  )
}

function nameOf(device: string, method: Session['method'], words: { readonly browser: string; readonly command: string }): string {
  return method === 'command' ? `${words.command} ${device}`.trim() : deviceName(device) || words.browser
}
