import type { BatchState, RowState } from '@card-member/desk/contract'
import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { type StateKind, StateTag } from '../../parts/state-tag.tsx'
import { batchWords } from '../../words/batches.ts'
import { useWords } from '../../words/use-words.ts'

const kinds = {
  preparing: 'running',
  failed: 'failed',
  uploaded: 'waiting',
  checking: 'running',
  checked: 'waiting',
  approved: 'waiting',
  running: 'running',
  paused: 'waiting',
  stopped_by_breaker: 'doubt',
  done: 'good',
  cancelled: 'over',
} as const satisfies Record<BatchState, StateKind>

/** The state of a batch as colour, icon and word. */
export function BatchTag({ batch: { state, stop_kind } }: { readonly batch: Pick<ReplyOf<'getBatch'>, 'state' | 'stop_kind'> }): ReactNode {
  const words = useWords(batchWords)
  return <StateTag kind={kinds[state]}>{stop_kind === 'rejected' ? words.rejected : words.states[state]}</StateTag>
}

const rowKinds = {
  pending: 'waiting',
  sending: 'running',
  done: 'good',
  already_invalid: 'over',
  rejected: 'failed',
  not_found: 'failed',
  mismatched: 'failed',
  missing_consent: 'failed',
  unknown: 'doubt',
} as const satisfies Record<RowState, StateKind>

/** The state of a row as colour, icon and word. */
export function RowTag({ state }: { readonly state: RowState }): ReactNode {
  const words = useWords(batchWords)
  return <StateTag kind={rowKinds[state]}>{words.rowStates[state]}</StateTag>
}
