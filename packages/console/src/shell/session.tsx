import { type QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type ApiError, hasCode } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { ReplyOf } from '../api/types.ts'

/** Who is signed in; null for nobody. */
export type SessionState = ReplyOf<'getSession'> | null

const queryKey = ['getSession', {}]

async function readSession(client: QueryClient, signal: AbortSignal): Promise<SessionState> {
  try {
    return await call('getSession', {}, { signal, passive: true })
  } catch (error) {
    // Who was signed in stays on the page, below the question to sign in again.
    if (hasCode(error, 'NOT_SIGNED_IN')) return client.getQueryData<SessionState>(queryKey) ?? null
    throw error
  }
}

/** Asks who is signed in, once for all that need to know, and again when the tab is seen again. */
export function useSessionState(): UseQueryResult<SessionState, ApiError> {
  const client = useQueryClient()
  return useQuery<SessionState, ApiError>({
    queryKey,
    queryFn: ({ signal }) => readSession(client, signal),
    staleTime: 30_000,
    refetchOnWindowFocus: 'always',
    // An answer that something else has given in the meantime is not replaced by an older one.
    refetchOnReconnect: false,
  })
}

/**
 * Who is signed in, on pages that only staff see.
 *
 * @example
 * const { staff_id, name } = useSession()
 */
export function useSession(): ReplyOf<'getSession'> {
  const { data } = useSessionState()
  if (data === undefined || data === null) throw new Error('useSession is used where nobody is signed in')
  return data
}

/** Puts another session in place of the known one, as an answer of the desk gives it. */
export function useKeepSession(): (session: SessionState) => void {
  const client = useQueryClient()
  return useCallback((session) => client.setQueryData(queryKey, session), [client])
}
