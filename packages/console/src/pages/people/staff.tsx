import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { ShownNames } from '../../parts/person-name.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { useSession } from '../../shell/session.tsx'
import { useMay } from '../../shell/use-may.ts'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import { GrantList } from './grant-list.tsx'
import { Invitations } from './invitations.tsx'
import styles from './people.module.css'

/** The accounts of those who work at the desk, and who was invited. */
export function StaffPage(): ReactNode {
  const { staff: words } = useWords(peopleWords)
  const may = useMay('administer', '*')
  const invite = (
    <Link to="/staff/invite" tabIndex={-1}>
      <Button type="primary">{words.invite}</Button>
    </Link>
  )
  return (
    <Page title={words.title} lead={words.lead} act={may ? invite : undefined}>
      {may ? (
        <>
          <StaffTable />
          <Invitations />
        </>
      ) : (
        <NoPermission permission="administer" />
      )}
    </Page>
  )
}

function StaffTable(): ReactNode {
  const { staff: words } = useWords(peopleWords)
  const { staff_id: own } = useSession()
  const { data, error, refetch } = useRead('listStaff', {})
  if (error !== null) return <ErrorPanel error={error} retry={refetch} />
  return (
    <DataTable
      label={words.list}
      rows={data?.data}
      keyOf={({ staff_id }) => staff_id}
      empty={<Empty text={words.empty} act={<Link to="/staff/invite">{words.invite}</Link>} guide="staff" />}
      columns={[
        {
          key: 'name',
          title: words.name,
          names_row: true,
          cell: ({ staff_id, name, full_name }) => (
            <>
              <Link to="/staff/$staff_id" params={{ staff_id }}>
                <ShownNames names={{ name, full_name }} />
              </Link>{' '}
              {staff_id === own && <span className={styles.soft}>{words.you}</span>}
            </>
          ),
        },
        { key: 'roles', title: words.roles, cell: ({ grants }) => <GrantList grants={grants} /> },
        {
          key: 'sign-in',
          title: words.signInName,
          cell: ({ name, sign_in_name }) => (sign_in_name === name ? <span className={styles.soft}>—</span> : sign_in_name),
        },
        {
          key: 'state',
          title: words.state,
          cell: ({ disabled }) => <StateTag kind={disabled ? 'over' : 'good'}>{disabled ? words.disabled : words.active}</StateTag>,
        },
      ]}
    />
  )
}
