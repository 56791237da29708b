import { useEffect, useRef } from 'react'
import { useSession } from './session.tsx'

/** Loads the page anew when somebody else has signed in in another tab: nobody goes on with what another person sees. */
export function useSamePerson(): void {
  const { staff_id } = useSession()
  const first = useRef(staff_id)
  useEffect(() => {
    if (staff_id !== first.current) location.assign('/')
  }, [staff_id])
}
