import { InvalidArgumentError } from 'commander'
import { inBoth } from '../words/general.ts'
import { platformWords as words } from '../words/platform.ts'

/** Reads `--port`. */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new InvalidArgumentError(inBoth(words.badPort))
  return port
}
