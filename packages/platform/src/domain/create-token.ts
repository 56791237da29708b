import { createHash, randomBytes } from 'node:crypto'
import { formatTime, type Input, type createPreAuthToken as operation, PlatformError, type Reply } from '@card-member/sdk/contract'
import { cardKey, findCards } from '../store/cards.ts'
import { insertTokens, type TokenRow } from '../store/tokens.ts'
import { type Decision, WriteOperation } from './write-operation.ts'

type TokenInput = Input<typeof operation>
type Token = Reply<typeof operation>

/** Lifetime of each kind of token, in seconds. */
const lifetimes = { PRE_AUTH: 3600, PAY_VIEW: 600 } as const

/** Issues tokens that open a component for a member. */
function createToken(kind: TokenRow['kind']): WriteOperation<TokenInput, Token> {
  return new WriteOperation(async (store, calls) => {
    const templates = await findCards(
      store,
      calls.map(({ input }) => input),
    )
    const rows: TokenRow[] = []
    const decided = calls.map(({ input: { brand_id, card_id, openid }, now }): Decision<Token> => {
      const template = templates.get(cardKey({ brand_id, card_id }))
      if (template === undefined) return new PlatformError('card_not_of_brand')
      if (template.state === 'CARD_INVALID') return new PlatformError('card_invalid')
      const token = randomBytes(32).toString('base64url')
      const expire_time = now + lifetimes[kind]
      rows.push({ brand_id, token_hash: hashToken(token), kind, card_id, openid, expire_time, used_time: null })
      return { token, expire_time: formatTime(expire_time) }
    })
    await insertTokens(store, rows)
    return decided
  })
}

/** A token as it is stored: nobody who reads the database can use it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Opens the join component. */
export const createPreAuthToken = createToken('PRE_AUTH')
/** Opens the pay-code component. */
export const createPayViewToken = createToken('PAY_VIEW')
