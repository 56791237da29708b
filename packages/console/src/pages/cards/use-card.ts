import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiError } from '../../api/api-error.ts'
import { call } from '../../api/call.ts'
import type { ReplyOf } from '../../api/types.ts'
import { useBrand } from '../../shell/brand.tsx'

/** A member's card, masked. */
export type CardView = ReplyOf<'getUserCard'>

const keyOf = (brand_id: string, card_ref: string) => ['getUserCard', { brand_id, card_ref }]

/**
 * A card as the platform had it a moment ago. Each read calls the platform and is in the audit log, so that it is not read again by
 * itself.
 */
export function useCard(card_ref: string): UseQueryResult<CardView, ApiError> {
  const { brand_id } = useBrand()
  return useQuery<CardView, ApiError>({
    queryKey: keyOf(brand_id, card_ref),
    queryFn: ({ signal }) => call('getUserCard', { brand_id, card_ref }, { signal }),
    enabled: brand_id !== '',
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

/** Keeps cards that a search brought, so that their pages do not read them again. */
export function useKeepCards(): (brand_id: string, cards: readonly CardView[]) => void {
  const client = useQueryClient()
  return (brand_id, cards) => {
    for (const card of cards) client.setQueryData(keyOf(brand_id, card.card_ref), card)
  }
}
