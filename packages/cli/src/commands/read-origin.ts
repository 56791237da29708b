import { InvalidArgumentError } from 'commander'
import { inBoth } from '../words/general.ts'
import { platformWords as words } from '../words/platform.ts'

/** Reads `--public-url`: scheme and host alone, for nothing behind them would be used. */
export function readOrigin(text: string): string {
  const origin = originOf(text)
  if (origin === undefined) throw new InvalidArgumentError(inBoth(words.badPublicUrl))
  return origin
}

/** The origin that a text is; undefined when it is none, or more than one. */
export function originOf(text: string): string | undefined {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href ? url.origin : undefined
}
