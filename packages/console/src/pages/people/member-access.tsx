import { Button } from 'antd'
import { type ReactNode, useId } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useSession } from '../../shell/session.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { isLastAdministrator, type StaffMember } from './administrators.ts'
import { ChangeNotice } from './change-notice.tsx'
import { InvitationLink } from './invitation-link.tsx'
import styles from './people.module.css'

/** Disables an account, enables it again, or invites its owner again; with the reason where the desk would refuse. */
export function MemberAccess({ member, all }: { readonly member: StaffMember; readonly all: readonly StaffMember[] }): ReactNode {
  const { member: words } = useWords(peopleWords)
  const { staff_id: own } = useSession()
  const { staff_id, disabled } = member
  const disable = useAct('disableStaff', { second_factor: true, refresh: ['listStaff', 'listStaffSessions'] })
  const enable = useAct('enableStaff', { second_factor: true, refresh: ['listStaff', 'listChanges'] })
  const renew = useAct('renewStaff', { second_factor: true, refresh: ['listInvitations', 'listChanges'] })
  const last = isLastAdministrator(member, all) ? words.last : undefined
  const refused = staff_id === own ? words.own : last
  const error = disable.error ?? enable.error ?? renew.error
  return (
    <>
      <Panel title={words.access}>
        {error !== null && <ErrorPanel error={error} />}
        {enable.data !== undefined && <ChangeNotice pending={enable.data.pending} />}
        <Act title={words.renew} text={words.renewText} refused={refused} busy={renew.isPending} run={() => renew.mutate({ staff_id })} />
        {disabled ? (
          <Act
            title={words.enable}
            text={words.enableText}
            refused={undefined}
            busy={enable.isPending}
            run={() => enable.mutate({ staff_id })}
          />
        ) : (
          <Act
            title={words.disable}
            text={words.disableText}
            refused={refused}
            busy={disable.isPending}
            run={() => disable.mutate({ staff_id })}
          />
        )}
      </Panel>
      {renew.data !== undefined && <InvitationLink invitation={renew.data} />}
    </>
  )
}

interface ActProps {
  readonly title: string
  readonly text: string
  /** Why it cannot be done. */
  readonly refused: string | undefined
  readonly busy: boolean
  readonly run: () => void
}

function Act({ title, text, refused, busy, run }: ActProps): ReactNode {
  const id = useId()
  return (
    <div className={styles.act}>
      <div>
        <h3>{title}</h3>
        <p id={id}>{refused ?? text}</p>
      </div>
      <Button disabled={refused !== undefined} loading={busy} aria-describedby={id} onClick={run}>
        {title}
      </Button>
    </div>
  )
}
