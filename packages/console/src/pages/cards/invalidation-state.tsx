import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { type StateKind, StateTag } from '../../parts/state-tag.tsx'
import { invalidateWords } from '../../words/invalidate.ts'
import { useWords } from '../../words/use-words.ts'

/** What is on record of one card's end. */
export type Invalidation = ReplyOf<'getInvalidation'>

const kinds = {
  sending: 'running',
  done: 'good',
  already_invalid: 'over',
  rejected: 'failed',
  not_found: 'failed',
  mismatched: 'failed',
  unknown: 'doubt',
} as const satisfies Record<Invalidation['state'], StateKind>

/** The state of an invalidation. */
export function InvalidationState({ state }: { readonly state: Invalidation['state'] }): ReactNode {
  return <StateTag kind={kinds[state]}>{useWords(invalidateWords).states[state]}</StateTag>
}

/** Whether the desk still finds out what became of it. */
export function isOpen({ state }: Pick<Invalidation, 'state'>): boolean {
  return state === 'sending' || state === 'unknown'
}
