import { type Command, InvalidArgumentError } from 'commander'
import type { Ask } from '../actions/sandbox.ts'
import { inBoth } from '../words/general.ts'
import { sandboxWords as words } from '../words/sandbox.ts'

/** Adds a command below `card-member sandbox` that asks one thing. */
export type Add = (
  name: string,
  summary: string,
  change?: (command: Command) => Command,
) => {
  /** Returns how to add a command below this one. */
  asks<Options extends object>(ask: (options: Options, ...given: string[]) => Ask): Add
}

const template = ' --brand 1004 --card-id pbLatjvWOibDc5-TBnbUk1pD12o0 --openid obLatjnx9gnqzS4myYGmLZ7LgLBA'
const card = `${template} --code 478515832665`

/** What follows a command in the example of its help. */
export const examples: Readonly<Record<string, string>> = {
  join: `${template} --phone-number 13800001234`,
  delete: card,
  'ask-for-points': card,
  exchange: `${card} --points 100`,
  clock: ' --freeze --advance 86400',
  fault: ' answer_lost --on invalidateUserCard',
  'fault clear': ' 1',
  requests: ' --last 3',
  notifications: ' --last 3',
  forward: ' http://127.0.0.1:3000/notify',
  snapshot: ' before.jsonl',
  restore: ' before.jsonl',
}

/** Reads an option that is a number. */
export function readNumber(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError(inBoth(words.number(text)))
  return number
}

/** Options that were given, without those that were not. */
export function given<Options extends object>(options: Options): { [Name in keyof Options]: Exclude<Options[Name], undefined> } {
  return JSON.parse(JSON.stringify(options))
}
