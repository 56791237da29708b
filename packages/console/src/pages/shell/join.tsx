import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Redirect } from '../../shell/redirect.tsx'
import { accountWords } from '../../words/account.ts'
import { useWords } from '../../words/use-words.ts'
import { FirstName } from './first-name.tsx'
import { JoinForm } from './join-form.tsx'
import { Joined } from './joined.tsx'
import { OpenPage } from './open-page.tsx'
import { useInvitation } from './use-invitation.ts'

/** Joining the desk by the link of an invitation, or as its first administrator, who chooses a name first. */
export function JoinPage(): ReactNode {
  const { join, setUp } = useWords(accountWords)
  const { hash: token } = useLocation()
  const welcome = useRead('getWelcome', {})
  const [name, setName] = useState<string>()
  const [joined, setJoined] = useState<string>()
  const client = useQueryClient()
  const finish = (account: string) => {
    // The desk has staff, so that signing in does not lead to its set-up.
    client.removeQueries({ queryKey: ['getWelcome'] })
    setJoined(account)
  }
  const invitation = useInvitation(token, name)
  if (token === '' && welcome.data?.set_up_open) return <Redirect to="/set-up" />
  if (joined !== undefined) return <Joined name={joined} />
  const isFirst = invitation.data !== undefined && invitation.data.name === undefined
  const called = invitation.data?.name ?? name
  const title = isFirst ? setUp.title : join.titleUnknown
  return (
    <OpenPage title={called === undefined ? title : join.title(called)} wide>
      {token === '' && <p>{join.noToken}</p>}
      {invitation.error !== null && name === undefined && <ErrorPanel error={invitation.error} />}
      {token !== '' && invitation.isPending && <Skeleton active />}
      {invitation.error !== null && name !== undefined && <FirstName error={invitation.error} choose={setName} />}
      {isFirst && name === undefined && <FirstName error={null} choose={setName} />}
      {invitation.data !== undefined && called !== undefined && (
        <JoinForm token={token} name={called} isFirst={isFirst} invitation={invitation.data} joined={finish} />
      )}
    </OpenPage>
  )
}
