import type { RowFaultName } from './row-fault.ts'

// Excel shows a long number with one digit before the point and an exponent of two digits or more.
const scientific = /^-?\d(?:\.\d+)?E[+-]\d{2,3}$/i
const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
const date = new RegExp(
  '^(?:\\d{4}([-/])\\d{1,2}\\1\\d{1,2}(?: \\d{1,2}:\\d{2}(?::\\d{2})?)?|\\d{1,2}/\\d{1,2}/\\d{4}|\\d{1,2}月\\d{1,2}日' +
    `|\\d{4}年\\d{1,2}月(?:\\d{1,2}日)?|\\d{1,2}-(?:${months})(?:-\\d{2,4})?|(?:${months})-\\d{2,4})$`,
  'i',
)
const digits = /^\d{1,32}$/
const keptDigits = 15
const enough = 20
const most = 0.9
const groupLimit = 1000
// One code in ten thousand begins with four zeros; a code that is shorter by more is simply another kind of code.
const mostLost = 4

/** What Excel has visibly done to an id, whatever the ids around it look like. */
export function damageOf(text: string): RowFaultName | undefined {
  const first = text.charCodeAt(0)
  // No form of damage begins otherwise than with a digit, a minus, or the first letter of a month; most ids end here.
  if (first > 57 && !'JFMASONDjfmasond'.includes(text.charAt(0))) return undefined
  if (scientific.test(text)) return 'scientific_notation'
  return date.test(text) ? 'date_damage' : undefined
}

interface Group {
  count: number
  long: number
  rounded: number
  readonly lengths: Map<number, number>
  usual: number
}

/**
 * Damage that shows only beside other codes of the same template. Observe a chunk of codes first and judge it then, so that
 * the first rows of a file are judged too.
 */
export class CodePatterns {
  readonly #groups = new Map<string, Group>()

  observe(card_id: string, code: string): void {
    if (!digits.test(code)) return
    const group = this.#group(card_id)
    if (group === undefined) return
    group.count++
    const same = (group.lengths.get(code.length) ?? 0) + 1
    group.lengths.set(code.length, same)
    if (same > (group.lengths.get(group.usual) ?? 0)) group.usual = code.length
    if (code.length > keptDigits) {
      group.long++
      if (endsRounded(code)) group.rounded++
    }
  }

  judge(card_id: string, code: string): RowFaultName | undefined {
    if (!digits.test(code)) return undefined
    const group = this.#groups.get(card_id)
    if (endsRounded(code)) {
      // Six zeros or more after the fifteenth digit are no chance; fewer are when most of the long codes have them.
      if (code.length >= keptDigits + 6) return 'rounded_digits'
      if (group !== undefined && group.long >= enough && group.rounded >= group.long * most) return 'rounded_digits'
    }
    if (group === undefined || group.count < enough || code.length >= group.usual || group.usual - code.length > mostLost) return undefined
    return (group.lengths.get(group.usual) ?? 0) >= group.count * most ? 'lost_leading_zeros' : undefined
  }

  #group(card_id: string): Group | undefined {
    const known = this.#groups.get(card_id)
    // A file of that many templates is damaged otherwise; memory stays flat.
    if (known !== undefined || this.#groups.size >= groupLimit) return known
    const group: Group = { count: 0, long: 0, rounded: 0, lengths: new Map(), usual: 0 }
    this.#groups.set(card_id, group)
    return group
  }
}

function endsRounded(code: string): boolean {
  return code.length > keptDigits && code.charCodeAt(0) !== 48 && /^0+$/.test(code.slice(keptDigits))
}
