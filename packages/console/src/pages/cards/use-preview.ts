import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ApiError } from '../../api/api-error.ts'
import { call } from '../../api/call.ts'
import type { InputOf, ReplyOf } from '../../api/types.ts'

/** What would happen if a card were ended now. */
export type Preview = ReplyOf<'previewInvalidation'>
/** A rule that forbids it. */
export type Obstacle = Preview['obstacles'][number]

/** Asks the desk what would happen. @param when whether it is asked at all */
export function usePreview(input: InputOf<'previewInvalidation'>, when = true): UseQueryResult<Preview, ApiError> {
  return useQuery<Preview, ApiError>({
    queryKey: ['previewInvalidation', input],
    queryFn: ({ signal }) => call('previewInvalidation', input, { signal }),
    enabled: when && input.brand_id !== '',
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
}

const aboutConsent = new Set([
  'CONSENT_NEEDED',
  'CONSENT_WITHDRAWN',
  'CONSENT_EXPIRED',
  'CONSENT_SUPERSEDED',
  'CONSENT_USED',
  'EVIDENCE_NEEDED',
])

/** Whether a rule asks for a consent of the member, which can be obtained on the page where the card is ended. */
export function asksForConsent({ code }: Pick<Obstacle, 'code'>): boolean {
  return aboutConsent.has(code)
}
