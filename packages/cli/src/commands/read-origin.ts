import { InvalidArgumentError } from 'commander'
import { inBoth } from '../words/general.ts'
import { platformWords as words } from '../words/platform.ts'

/** Reads `--public-url`: scheme and host alone, for nothing behind them would be used. */
export function readOrigin(text: string): string {
  const url = URL.parse(text)
  const plain = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
  if (!plain) throw new InvalidArgumentError(inBoth(words.badPublicUrl))
  return url.origin
}
