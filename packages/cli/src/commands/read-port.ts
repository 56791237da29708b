import { InvalidArgumentError } from 'commander'
import { platformWords as words } from '../words/platform.ts'

/** Reads `--port`. */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new InvalidArgumentError(words.badPort.en)
  return port
}
