import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { call } from '../api/call.ts'
import { sessionEnded } from '../api/session-ended.ts'
import { type SessionState, useKeepSession, useSession } from './session.tsx'
import { useWhenIdle } from './use-when-idle.ts'

const loadDialog = () => import('./sign-in-dialog.tsx').then(({ SignInDialog }) => SignInDialog)

/** Signing in over the page when the session is over: what has been filled in stays. */
export function SignInAgain(): ReactNode {
  const { staff_id } = useSession()
  const keepSession = useKeepSession()
  const client = useQueryClient()
  const [over, setOver] = useState(false)
  const Dialog = useWhenIdle(loadDialog, over)
  useEffect(() => sessionEnded.listen(() => setOver(true)), [])
  const done = useCallback(
    (session: SessionState) => {
      // Nobody sees what another person filled in.
      if (session?.staff_id !== staff_id) return location.assign('/')
      keepSession(session)
      setOver(false)
      void client.invalidateQueries()
    },
    [client, keepSession, staff_id],
  )
  useEffect(() => {
    if (!over) return
    // They may have signed in in another tab.
    const ask = () => void call('getSession', {}).then(done, () => undefined)
    addEventListener('focus', ask)
    return () => removeEventListener('focus', ask)
  }, [over, done])
  return Dialog !== undefined && <Dialog open={over} done={done} />
}
