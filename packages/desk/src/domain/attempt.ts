import { settledAfter, signedAt } from '@card-member/sdk'
import type { InvalidationRow, Leaving } from '../store/invalidations.ts'
import { type AttemptResult, attemptResultOf } from './attempt-result.ts'
import type { CardQuery, Connection } from './connection.ts'

/** For how many seconds after its beginning an attempt may be signed: its two calls and their waiting take 60 at most. */
export const usualSigning = 90
/** For how many seconds after its signing an attempt may still take effect. */
export const longestEffect = settledAfter(0) / 1000

/** Another process has taken an attempt over, or its call is over: nothing of it may leave any more. */
class AttemptLost extends Error {
  override readonly name = 'AttemptLost'
}

/**
 * Makes the call of an attempt that was begun. Just before it is signed, `leave` writes durably that it may have left from now on,
 * and says whether the attempt is still this process's own; the client then refuses to sign it past its `sign_before`.
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
        throw new AttemptLost('another process has it')
    },
  })
  return attemptResultOf(result)
}
