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
export function violationsOf({ rows, cards, audit_ok }: CrashReport): string[] {
  const faults = rows.flatMap((row) => {
    const { kind, user_card_code, row: stored } = row
    const found = [...judgeCard(row, cards.get(user_card_code)), ...judgeCalls(row)]
    return found.map((fault) => `line ${stored.line} (${kind}, ${stored.state}): ${fault}`)
  })
  return audit_ok ? faults : ['the audit log does not verify', ...faults]
}

type Row = CrashReport['rows'][number]

function judgeCard({ kind, row }: Row, card: { readonly state: string; readonly reason: string | null } | undefined): string[] {
  const ended = card?.state === 'INVALID'
  const byUs = ended && card.reason !== earlierReason
  return [
    ...(row.state === expected[kind] ? [] : [`should be ${expected[kind]}`]),
    ...(byUs === (row.state === 'done') ? [] : [`the card is ${card?.state}, ${card?.reason}`]),
    ...(kind === 'already_invalid' && !ended ? ['the card is not invalid any more'] : []),
  ]
}

function judgeCalls({ kind, row, calls, begun }: Row): string[] {
  const accepted = calls.filter(({ status }) => status === 200).length
  // A platform that is killed may have ended the card without an answer.
  const untold = calls.some(({ status }) => status === undefined)
  return [
    ...(kind !== 'good' && calls.length > 0 ? [`${calls.length} calls left for it`] : []),
    // The platform ends a card at its first call; another one would have been made for a card that could be known to be done.
    ...(accepted > 1 ? [`${accepted} calls were accepted for it`] : []),
    // Every call was begun in the audit log before it left, and each beginning lets one call out at the most.
    ...(calls.length > begun ? [`${calls.length} calls, and ${begun} on record`] : []),
    ...(row.state === 'done' && accepted === 0 && !untold ? ['done, and no call was accepted'] : []),
  ]
}
