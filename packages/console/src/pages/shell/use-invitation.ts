import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ApiError } from '../../api/api-error.ts'
import { call } from '../../api/call.ts'
import type { ReplyOf } from '../../api/types.ts'

/** What the link of an invitation offers. */
export type OpenedInvitation = ReplyOf<'openInvitation'>

/**
 * Opens the link of an invitation, once: each answer has another secret for the authenticator.
 *
 * @param name that the first administrator chose
 */
export function useInvitation(token: string, name: string | undefined): UseQueryResult<OpenedInvitation, ApiError> {
  return useQuery<OpenedInvitation, ApiError>({
    queryKey: ['openInvitation', token, name],
    queryFn: ({ signal }) => call('openInvitation', { token, ...(name === undefined ? {} : { name }) }, { signal }),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}
