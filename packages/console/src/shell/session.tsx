import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiError, hasCode } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { ReplyOf } from '../api/types.ts'

/** Who is signed in; null for nobody. */
export type SessionState = ReplyOf<'getSession'> | null

const queryKey = ['getSession', {}]

async function readSession({ signal }: { readonly signal: AbortSignal }): Promise<SessionState> {
  try {
    return await call('getSession', {}, { signal })
  } catch (error) {
    if (hasCode(error, 'NOT_SIGNED_IN')) return null
    throw error
  }
}

/** Asks who is signed in, once for all that need to know. */
export function useSessionState(): UseQueryResult<SessionState, ApiError> {
  return useQuery<SessionState, ApiError>({
    queryKey,
    queryFn: readSession,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
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
  return (session) => client.setQueryData(queryKey, session)
}
