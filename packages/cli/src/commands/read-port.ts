import { InvalidArgumentError } from 'commander'
import { inBoth } from '../words/general.ts'
import { platformWords as words } from '../words/platform.ts'

/** Reads `--port`. */
export const readPort = portReader('--port')

/** Reads a port that another option gives. */
export function portReader(option: string): (text: string) => number {
  return (text) => {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
    if (!(port <= 65_535)) throw new InvalidArgumentError(inBoth(words.badPort(option)))
    return port
  }
}
