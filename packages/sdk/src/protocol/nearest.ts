import { type LocalizedText, text } from '../text.ts'

/** Says which known name is probably meant, or which names are known. */
export function hintOf(name: string, known: readonly string[]): LocalizedText {
  const meant = nearest(name, known)
  return meant === undefined
    ? text({ zh: `可用：${known.join('、')}`, en: `known are ${known.join(', ')}` })
    : text({ zh: `可能应为 ${meant}`, en: `${meant} is probably meant` })
}

/** The known name that is most similar; `undefined` when none is similar. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name)
  const ranked = known.map((other) => ({ other, far: distance(wanted, plain(other)) })).sort((one, two) => one.far - two.far)
  const [first] = ranked
  if (first && first.far <= Math.max(1, Math.floor(Math.min(wanted.length, first.other.length) / 3))) return first.other
  return known.find((other) => wanted.length > 3 && isAkin(wanted, plain(other)))
}

// One contains the other, or they share most of their beginning: serial_number and serial_no.
function isAkin(one: string, other: string): boolean {
  if (one.includes(other) || other.includes(one)) return true
  const length = Math.max(5, Math.ceil(Math.min(one.length, other.length) * 0.75))
  return one.length >= length && one.slice(0, length) === other.slice(0, length)
}

// timeoutMs and timeout-ms become timeout_ms.
function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [at, character] of Array.from(one.slice(0, 64)).entries()) {
    const next = [at + 1]
    for (let column = 1; column <= other.length; column++) {
      const [left = 0, above = 0, corner = 0] = [next[column - 1], row[column], row[column - 1]]
      next.push(Math.min(left + 1, above + 1, corner + (character === other[column - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[other.length] ?? 0
}
