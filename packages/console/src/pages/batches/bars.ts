import { type Preflight, preflights, type RowState, rowStates } from '@card-member/desk/contract'
import type { BarPart } from './count-bar.tsx'

const stateTones = {
  done: 'good',
  already_invalid: 'over',
  sending: 'running',
  pending: 'todo',
  unknown: 'doubt',
  rejected: 'failed',
  not_found: 'failed',
  mismatched: 'failed',
  missing_consent: 'failed',
} as const satisfies Record<RowState, BarPart['tone']>

/** Rows by their state, what is done first. */
export function stateParts(counts: Readonly<Record<RowState, number>>, words: Readonly<Record<RowState, string>>): BarPart[] {
  const order = Object.keys(stateTones)
  const states = rowStates.toSorted((one, two) => order.indexOf(one) - order.indexOf(two))
  return states.map((state) => ({ name: words[state], count: counts[state], tone: stateTones[state] }))
}

const foundTones = {
  can_be_invalidated: 'good',
  expired: 'running',
  already_invalid: 'over',
  not_found: 'failed',
  openid_mismatch: 'failed',
  missing_consent: 'doubt',
  refused: 'failed',
} as const satisfies Record<Preflight, BarPart['tone']>

/** Rows by what the check found, and those that it has not read. */
export function foundParts(
  preflight: Readonly<Partial<Record<Preflight, number>>>,
  words: Readonly<Record<Preflight, string>>,
  unchecked: { readonly name: string; readonly count: number },
): BarPart[] {
  const found = preflights.map((name): BarPart => ({ name: words[name], count: preflight[name] ?? 0, tone: foundTones[name] }))
  return [...found, { ...unchecked, tone: 'todo' }]
}
