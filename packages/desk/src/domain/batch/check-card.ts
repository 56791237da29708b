import { CallError, receiptOf, type UserCard } from '@card-member/sdk'
import type { Preflight, RowState } from '../../contract/batch.ts'
import { classifyError, failureCode } from '../attempt-result.ts'
import type { CardQuery, Connection } from '../connection.ts'

/** What reading a row's card found. */
export interface CardCheck {
  readonly state: RowState
  readonly preflight: Preflight
  readonly code: string | null
  readonly server_message: string | null
  readonly invalid_time: string | null
  readonly request_id: string | null
}

/** A read that failed and may be repeated. */
export interface FailedCheck {
  readonly error: CallError
  /** The platform was unreachable or busy, which says nothing about the row. */
  readonly unavailable: boolean
}

const nothing = { code: null, server_message: null, invalid_time: null, request_id: null } as const

/** Reads a row's card. */
export async function checkCard(connection: Connection, query: CardQuery): Promise<CardCheck | FailedCheck> {
  try {
    return checkOf(await connection.get(query))
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    if (error.status === 404) return await missingCard(connection, query, error)
    const { retry, state } = classifyError(error)
    if (retry !== 'none') return { error, unavailable: retry === 'until_available' }
    const result =
      state === 'mismatched' ? ({ state, preflight: 'openid_mismatch' } as const) : ({ state: 'rejected', preflight: 'refused' } as const)
    return { ...nothing, ...failureCode(error), ...result }
  }
}

function checkOf(card: UserCard): CardCheck {
  const request_id = receiptOf(card)?.request_id ?? null
  if (card.user_card_state === 'INVALID')
    return { ...nothing, request_id, state: 'already_invalid', preflight: 'already_invalid', invalid_time: card.invalid_time ?? null }
  return { ...nothing, request_id, state: 'pending', preflight: card.user_card_state === 'EXPIRED' ? 'expired' : 'can_be_invalidated' }
}

// The platform answers the same whether the code or the OpenID is wrong. A member who holds another card of the template shows
// that the two do not belong together.
async function missingCard(
  connection: Connection,
  { brand_id, card_id, openid }: CardQuery,
  missing: CallError,
): Promise<CardCheck | FailedCheck> {
  try {
    const { cards } = await connection.listOf(brand_id, openid)
    const holdsAnother = cards.some((card) => card.card_id === card_id)
    const result = holdsAnother
      ? ({ state: 'mismatched', preflight: 'openid_mismatch' } as const)
      : ({ state: 'not_found', preflight: 'not_found' } as const)
    return { ...nothing, ...failureCode(missing), ...result }
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    return { error, unavailable: classifyError(error).retry === 'until_available' }
  }
}
