import { shownName } from '@card-member/desk/contract'
import { Link, useParams } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { useMay } from '../../shell/use-may.ts'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import type { StaffMember } from './administrators.ts'
import { MemberAccess } from './member-access.tsx'
import { MemberFullName } from './member-full-name.tsx'
import { MemberRoles } from './member-roles.tsx'
import { MemberSessions } from './member-sessions.tsx'
import { MemberSignInName } from './member-sign-in-name.tsx'

/** One member of staff: their roles, how they sign in, and their sessions. */
export function MemberPage(): ReactNode {
  const { staff: words } = useWords(peopleWords)
  const { staff_id } = useParams({ from: '/shell/staff/$staff_id' })
  const may = useMay('administer', '*')
  const { data, error, refetch } = useRead('listStaff', {}, { when: may })
  const member = data?.data.find((one) => one.staff_id === staff_id)
  const crumbs = [{ title: words.title, to: '/staff' }]
  if (member !== undefined && data !== undefined) return <Member member={member} all={data.data} />
  return (
    <Page title={words.title} crumbs={crumbs}>
      {!may && <NoPermission permission="administer" />}
      {error !== null && <ErrorPanel error={error} retry={refetch} />}
      {may && error === null && data === undefined && (
        <div aria-busy="true">
          <Skeleton active />
        </div>
      )}
      {data !== undefined && <Empty text={words.unknown} act={<Link to="/staff">{words.list}</Link>} guide="staff" />}
    </Page>
  )
}

function Member({ member, all }: { readonly member: StaffMember; readonly all: readonly StaffMember[] }): ReactNode {
  const { staff: words, member: own } = useWords(peopleWords)
  const { staff_id, name, full_name = '', sign_in_name, disabled } = member
  const tag = <StateTag kind={disabled ? 'over' : 'good'}>{disabled ? words.disabled : words.active}</StateTag>
  return (
    <Page title={shownName(member)} tag={tag} crumbs={[{ title: words.title, to: '/staff' }]}>
      <Panel title={own.account}>
        <Facts
          facts={[
            { name: words.name, value: name },
            { name: words.signInName, value: sign_in_name },
          ]}
        />
        <MemberFullName member={member} key={full_name} />
        <MemberSignInName member={member} key={sign_in_name} />
      </Panel>
      <MemberRoles member={member} all={all} />
      <MemberAccess member={member} all={all} />
      <MemberSessions staff_id={staff_id} />
    </Page>
  )
}
