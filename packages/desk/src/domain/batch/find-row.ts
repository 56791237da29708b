import { CallError, receiptOf, type UserCard } from '@card-member/sdk'
import type { Preflight, RowState } from '../../contract/batch.ts'
import { kindOf } from '../attempt-result.ts'
import type { CardQuery, Connection } from '../connection.ts'

/** What reading a row's card told. */
export interface Found {
  readonly state: RowState
  readonly preflight: Preflight
  readonly code: string | null
  readonly message: string | null
  readonly invalid_time: string | null
  readonly request_id: string | null
}

/** A read that told nothing; it may be tried again. */
export interface NotFoundOut {
  readonly error: CallError
  /** The platform was away or busy, so it is nothing about the row. */
  readonly away: boolean
}

const nothing = { code: null, message: null, invalid_time: null, request_id: null } as const

/** Reads a row's card. */
export async function findRow(connection: Connection, query: CardQuery): Promise<Found | NotFoundOut> {
  try {
    return foundCard(await connection.get(query))
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    if (error.status === 404) return await whyMissing(connection, query, error)
    const { again, state } = kindOf(error)
    if (again !== false) return { error, away: again === 'later' }
    const kind =
      state === 'mismatched' ? ({ state, preflight: 'openid_mismatch' } as const) : ({ state: 'rejected', preflight: 'refused' } as const)
    return { ...nothing, ...wordsOf(error), ...kind }
  }
}

function foundCard(card: UserCard): Found {
  const request_id = receiptOf(card)?.request_id ?? null
  if (card.user_card_state === 'INVALID')
    return { ...nothing, request_id, state: 'already_invalid', preflight: 'already_invalid', invalid_time: card.invalid_time ?? null }
  return { ...nothing, request_id, state: 'pending', preflight: card.user_card_state === 'EXPIRED' ? 'expired' : 'can_be_invalidated' }
}

// The platform answers the same whether the code or the member is wrong. A member who holds another card of the template
// tells that code and OpenID do not belong together.
async function whyMissing(
  connection: Connection,
  { brand_id, card_id, openid }: CardQuery,
  missing: CallError,
): Promise<Found | NotFoundOut> {
  try {
    const cards = await connection.listOf(brand_id, openid)
    const other = cards.some((card) => card.card_id === card_id)
    const kind = other
      ? ({ state: 'mismatched', preflight: 'openid_mismatch' } as const)
      : ({ state: 'not_found', preflight: 'not_found' } as const)
    return { ...nothing, ...wordsOf(missing), ...kind }
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    return { error, away: kindOf(error).again === 'later' }
  }
}

function wordsOf(error: CallError) {
  return { code: error.code, message: error.in('zh-CN'), request_id: error.request_id ?? null }
}
