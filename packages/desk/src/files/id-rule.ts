import { invalidateUserCard, type Schema } from '@card-member/sdk/contract'
import { hiddenCharacterOf } from '../contract/visible-text.ts'
import type { BatchColumn } from './batch-column.ts'
import type { Finding } from './row-fault.ts'

/** The same limits as the contract's, read from it once: a walk over a schema for each of a million rows would take longer than all else. */
interface Limits {
  readonly maxLength?: number
  readonly pattern?: string
}

type Judge = (text: string) => Finding | undefined

const { card_id, user_card_code, openid, invalid_reason } = invalidateUserCard.input.properties
const surrogate = /[\uD800-\uDFFF]/

/** What the contract says against a text that is not empty, for each column that goes to the API. */
export const judges = {
  card_id: judge(card_id),
  user_card_code: judge(user_card_code),
  openid: judge(openid),
  invalid_reason: judge(invalid_reason),
} as const satisfies Partial<Readonly<Record<BatchColumn, Judge>>>

function judge(schema: Schema): Judge {
  const limits: Limits = schema
  const { maxLength: limit = Number.POSITIVE_INFINITY } = limits
  const pattern = new RegExp(limits.pattern ?? '^[^\\0]*$')
  return (text) => {
    // Of half a character, nothing but its damage is known.
    if (surrogate.test(text)) return { fault: text.isWellFormed() ? 'four_byte_character' : 'damaged_character' }
    const character = hiddenCharacterOf(text)
    if (character !== undefined) return { fault: 'hidden_character', character }
    if (!pattern.test(text)) return { fault: 'bad_character' }
    // Without characters of four bytes, the length counts characters.
    if (text.length > limit) return { fault: 'too_long', limit, size: text.length }
    // Allowed by the contract, but never what was meant: a decoder put it where text was lost.
    return text.includes('\uFFFD') ? { fault: 'damaged_character' } : undefined
  }
}
