import type { CrashReport } from './crash-run.ts'
import { earlierReason, type RowKind } from './members.ts'

const expected: Readonly<Record<RowKind, string>> = {
  good: 'done',
  faulty: 'rejected',
  not_found: 'not_found',
  mismatched: 'mismatched',
  already_invalid: 'already_invalid',
  missing_consent: 'missing_consent',
}

/** Everything about a run that is not as it must be, a line each. */
export function judge({ rows, cards, audit_ok }: CrashReport): string[] {
  const faults: string[] = audit_ok ? [] : ['the record does not verify']
  for (const { kind, user_card_code, row, calls, begun } of rows) {
    const note = (fault: string) => faults.push(`line ${row.line} (${kind}, ${row.state}): ${fault}`)
    const card = cards.get(user_card_code)
    const ended = calls.filter(({ status }) => status === 200).length
    if (row.state !== expected[kind]) note(`should be ${expected[kind]}`)
    if (row.state === 'done' && (card?.state !== 'INVALID' || card.reason === earlierReason)) note(`the card is ${card?.state}`)
    if (kind === 'already_invalid' && card?.reason !== earlierReason) note('the earlier reason is gone')
    if (kind !== 'good' && kind !== 'already_invalid' && card !== undefined && card.state === 'INVALID') note('the card was ended')
    if (kind !== 'good' && calls.length > 0) note(`${calls.length} calls left for it`)
    // The platform ends a card at its first call; another one would have been made for a card that could be known to be done.
    if (ended > 1) note(`${ended} calls were accepted for it`)
    // Every call was begun in the record before it left, and each beginning lets one call out at the most.
    if (calls.length > begun) note(`${calls.length} calls, and ${begun} on record`)
    if (row.state === 'done' && ended === 0) note('done, and no call was accepted')
  }
  return faults
}
