import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import { type SessionState, useKeepSession, useSession } from './session.tsx'
import { useWhenIdle } from './use-when-idle.ts'

const loadDialog = () => import('./second-factor-dialog.tsx').then(({ SecondFactorDialog }) => SecondFactorDialog)

/** How long a second factor counts, in milliseconds, and how much of it an act must still have before it. */
const window = 300_000
const margin = 10_000

/** Asks for the second factor unless it was just given; false when the person leaves. */
type Confirm = (options?: { readonly anew?: boolean }) => Promise<boolean>

interface SecondFactor {
  readonly confirm: Confirm
  /** Until when the last one counts, in milliseconds; 0 without one. */
  readonly until: number
}

const SecondFactorContext = createContext<SecondFactor>({ confirm: async () => true, until: 0 })

/**
 * Asks for a fresh second factor, by passkey or code, before an act that needs it: the end of a card, an approval, a change of settings.
 * `useAct` does so by itself with `second_factor: true`.
 *
 * @example
 * const confirm = useSecondFactor()
 * if (await confirm()) invalidate.mutate(input)
 */
export function useSecondFactor(): Confirm {
  return use(SecondFactorContext).confirm
}

/** Until when the second factor that was given last counts, in milliseconds since 1970; 0 without one. For a visible `Countdown`. */
export function useSecondFactorUntil(): number {
  return use(SecondFactorContext).until
}

/** Shows the question when a page asks it. */
export function SecondFactorProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { second_factor_time } = useSession()
  const keepSession = useKeepSession()
  const [open, setOpen] = useState(false)
  const Dialog = useWhenIdle(loadDialog, open)
  const asking = useRef<((given: boolean) => void) | undefined>(undefined)
  const until = second_factor_time === undefined ? 0 : Date.parse(second_factor_time) + window
  const confirm = useCallback<Confirm>(
    ({ anew = false } = {}) => {
      if (!anew && until - margin > Date.now()) return Promise.resolve(true)
      asking.current?.(false)
      const { promise, resolve } = Promise.withResolvers<boolean>()
      asking.current = resolve
      setOpen(true)
      return promise
    },
    [until],
  )
  const end = (given: boolean) => {
    setOpen(false)
    asking.current?.(given)
    asking.current = undefined
  }
  const given = (session: SessionState) => {
    keepSession(session)
    end(true)
  }
  const value = useMemo(() => ({ confirm, until }), [confirm, until])
  return (
    <SecondFactorContext value={value}>
      {children}
      {Dialog !== undefined && <Dialog open={open} given={given} left={() => end(false)} />}
    </SecondFactorContext>
  )
}
