import { TlogError } from './tlog-error.ts'

/** A number as the formats write it: decimal, no leading zero, at most 2^53 - 1; undefined for every other text. */
export function decodeDecimal(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : undefined
}

/** Checks that an argument is a whole number from `least` to `most`. */
export function checkInteger(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new TlogError('INTEGER_INVALID', name, `${value}`, `${least} … ${most}`)
}
