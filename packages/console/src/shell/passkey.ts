import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { InputOf, ReplyOf } from '../api/types.ts'

type Options = ReplyOf<'startPasskeySignIn'>['options']
type Assertion = InputOf<'openPasskeySession'>['credential']
type Registration = InputOf<'addOwnPasskey'>['credential']

/** Whether this browser can use passkeys at this address: over https, or on this machine by the name localhost. */
export const passkeysWork = browserSupportsWebAuthn() && !/^[\d.]+$|^\[/.test(location.hostname)

/** Has a passkey sign what the desk asks. @throws {DOMException} when the person cancels */
export function signByPasskey(options: Options): Promise<Assertion> {
  const optionsJSON: PublicKeyCredentialRequestOptionsJSON = JSON.parse(JSON.stringify(options))
  return startAuthentication({ optionsJSON })
}

/** Makes a passkey. @throws {DOMException} when the person cancels */
export function makePasskey(options: Options): Promise<Registration> {
  const optionsJSON: PublicKeyCredentialCreationOptionsJSON = JSON.parse(JSON.stringify(options))
  return startRegistration({ optionsJSON })
}

/** A ceremony with a passkey, as a form shows it. */
export interface PasskeyCeremony {
  readonly start: () => void
  readonly reset: () => void
  readonly isPending: boolean
  /** The person closed the browser's dialog, or it ran out of time. */
  readonly cancelled: boolean
  readonly error: ApiError | null
}

/** Runs what asks the browser for a passkey, and keeps how that ended. */
export function usePasskeyCeremony<Result>(run: () => Promise<Result>, done: (result: Result) => void): PasskeyCeremony {
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<ApiError | 'cancelled' | null>(null)
  const attempt = async () => {
    setFailure(null)
    setPending(true)
    try {
      done(await run())
    } catch (error) {
      setFailure(error instanceof ApiError ? error : 'cancelled')
    } finally {
      setPending(false)
    }
  }
  return {
    start: () => void attempt(),
    reset: () => setFailure(null),
    isPending,
    cancelled: failure === 'cancelled',
    error: failure === 'cancelled' ? null : failure,
  }
}

/** Signing in by a passkey. */
export function usePasskeySignIn(done: (session: ReplyOf<'openPasskeySession'>) => void): PasskeyCeremony {
  return usePasskeyCeremony(async () => {
    const { options } = await call('startPasskeySignIn', {})
    return call('openPasskeySession', { credential: await signByPasskey(options) })
  }, done)
}
