import type { Grant } from '@card-member/desk/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { isLastAdministrator, type StaffMember } from './administrators.ts'
import { ChangeNotice } from './change-notice.tsx'
import { GrantsEditor } from './grants-editor.tsx'
import styles from './people.module.css'

/** Sets the roles of somebody: fewer at once, more by another administrator. */
export function MemberRoles({ member, all }: { readonly member: StaffMember; readonly all: readonly StaffMember[] }): ReactNode {
  const { member: words } = useWords(peopleWords)
  const [draft, setDraft] = useState<readonly Grant[]>()
  const grants = draft ?? member.grants
  const set = useAct('setGrants', { second_factor: true, refresh: ['listStaff', 'listChanges'], onDone: () => setDraft(undefined) })
  const isAdministrator = grants.some(({ brand_id, role }) => brand_id === '*' && role === 'admin')
  const isRefused = isLastAdministrator(member, all) && !isAdministrator
  return (
    <Panel title={words.roles}>
      <p className={styles.soft}>{words.rolesText}</p>
      <GrantsEditor grants={grants} change={setDraft} />
      {set.error !== null && <ErrorPanel error={set.error} />}
      {set.data !== undefined && <ChangeNotice pending={set.data.pending} done={words.savedRoles} />}
      <div className={styles.acts}>
        <Button
          type="primary"
          disabled={isRefused || JSON.stringify(grants) === JSON.stringify(member.grants)}
          loading={set.isPending}
          onClick={() => set.mutate({ staff_id: member.staff_id, grants: [...grants] })}
        >
          {words.saveRoles}
        </Button>
        {isRefused && <span className={styles.soft}>{words.lastRoles}</span>}
      </div>
    </Panel>
  )
}
