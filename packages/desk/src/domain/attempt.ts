import { settledAfter, signedAt } from '@card-member/sdk'
import type { InvalidationRow, Leaving } from '../store/invalidations.ts'
import { type AttemptResult, attemptResultOf } from './attempt-result.ts'
import type { CardQuery, Connection } from './connection.ts'

/** The default for how many seconds after its beginning an attempt may be signed: its two calls and their waiting take at most 60. */
export const defaultSignSeconds = 90
/** The default for how many seconds after its signing an attempt may still take effect. */
export const defaultEffectSeconds = settledAfter(0) / 1000

/** Another process has taken the attempt over, or the consent was withdrawn: its request must not leave. */
class AttemptLost extends Error {
  override readonly name = 'AttemptLost'
}

/**
 * Sends the request of an attempt that has begun. Just before it is signed, `leave` writes durably that the request may have left,
 * and returns whether it may; the client refuses to sign it later than `sign_before`.
 */
export async function makeAttempt(
  connection: Connection,
  { brand_id, invalidation_id, attempts, process_id, invalid_reason, sign_before }: InvalidationRow,
  card: CardQuery,
  leave: (leaving: Leaving) => Promise<boolean>,
): Promise<AttemptResult> {
  const result = await connection.invalidateSafely(card, invalid_reason, {
    sign_before: sign_before * 1000,
    before_sign: async ({ card: seen }) => {
      const time = signedAt(seen)
      const not_invalid_at = time === undefined ? null : time / 1000
      if (!(await leave({ brand_id, invalidation_id, attempts, process_id, not_invalid_at })))
        throw new AttemptLost('the attempt may not leave')
    },
  })
  return attemptResultOf(result)
}
