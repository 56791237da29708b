import { isRecord } from '../contract/check.ts'
import { kindOf } from '../protocol/kind-of.ts'
import { nearest } from '../protocol/nearest.ts'
import { type LocalizedText, text } from '../text.ts'
import { OptionError } from './error.ts'

/** Rejects a value that an option cannot have. @throws {OptionError} */
export type OptionCheck = (name: string, value: unknown) => void

/** The checks of several options, by their names. */
export type OptionChecks = Readonly<Record<string, OptionCheck>>

/**
 * Checks an object of options: it must be an object, have no unknown option, and each option must have the right type.
 *
 * @param name how errors name the object; the prefix of the names of its options unless it is the whole argument
 * @throws {OptionError}
 */
export function checkOptions(
  given: unknown,
  checks: OptionChecks,
  name: 'options' | 'rate_limit' | 'hooks' | 'extra',
  owner: LocalizedText,
): void {
  if (given === undefined) return
  if (!isRecord(given)) throw wrong(name, text({ zh: '对象', en: 'an object' }), given)
  const prefix = name === 'options' ? '' : `${name}.`
  for (const [option, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, option) ? checks[option] : undefined
    if (check === undefined) throw unknown(`${prefix}${option}`, option, Object.keys(checks), owner)
    if (value !== undefined) check(`${prefix}${option}`, value)
  }
}

function unknown(name: string, option: string, known: readonly string[], { en, 'zh-CN': zh }: LocalizedText): OptionError {
  const meant = nearest(option, known)
  if (meant !== undefined) {
    return new OptionError(
      name.slice(0, 80),
      text({ zh: `不是${zh}的选项；可能应为 ${meant}`, en: `is no option of ${en}; ${meant} is probably meant` }),
    )
  }
  return new OptionError(
    name.slice(0, 80),
    text({ zh: `不是${zh}的选项；可用选项：${known.join('、')}`, en: `is no option of ${en}; its options are ${known.join(', ')}` }),
  )
}

function wrong(name: string, wanted: LocalizedText, value: unknown): OptionError {
  const is = kindOf(value)
  return new OptionError(
    name,
    text({ zh: `应为${spaced(wanted['zh-CN'])}，实际为${spaced(is['zh-CN'])}`, en: `must be ${wanted.en}, not ${is.en}` }),
  )
}

function spaced(word: string): string {
  return /^[\w']/.test(word) ? ` ${word}` : word
}

/** A number above 0 that a timer can take. */
export const positiveNumber: OptionCheck = (name, value) => {
  if (typeof value === 'number' && value > 0 && value < 2 ** 31) return
  throw new OptionError(name, text({ zh: '应为大于 0 且小于 2147483648 的数字', en: 'must be a number above 0 and below 2147483648' }))
}

/** The same without fractions. */
export const wholeNumber: OptionCheck = (name, value) => {
  positiveNumber(name, value)
  if (!Number.isInteger(value)) throw new OptionError(name, text({ zh: '应为整数', en: 'must be a whole number' }))
}

export const aFunction: OptionCheck = (name, value) => {
  if (typeof value !== 'function') throw wrong(name, text({ zh: '函数', en: 'a function' }), value)
}

/** An object of fields. */
export const anObject: OptionCheck = (name, value) => {
  if (!isRecord(value)) throw wrong(name, text({ zh: '对象', en: 'an object' }), value)
}

/** An object of query parameters. */
export const queryValues: OptionCheck = (name, value) => {
  if (!isRecord(value)) throw wrong(name, text({ zh: '对象', en: 'an object' }), value)
  for (const [parameter, entry] of Object.entries(value)) {
    if (['string', 'number', 'boolean'].includes(typeof entry)) continue
    throw wrong(`${name}.${parameter}`, text({ zh: '文本、数字、true 或 false', en: 'a text, a number, true or false' }), entry)
  }
}

/** A Date, or milliseconds since 1970. */
export const aMoment: OptionCheck = (name, value) => {
  const time = value instanceof Date ? value.getTime() : value
  if (typeof time === 'number' && Number.isFinite(time)) return
  throw new OptionError(
    name,
    text({ zh: '应为 Date，或自 1970 年起的毫秒数', en: 'must be a Date, or a number of milliseconds since 1970' }),
  )
}

/** By its shape: a test runner's own realm has an AbortSignal of its own. */
export const aSignal: OptionCheck = (name, value) => {
  if (typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value) return
  throw new OptionError(name, text({ zh: '应为 AbortSignal', en: 'must be an AbortSignal' }))
}

/** An object that has a function of this name. */
export function having(method: string): OptionCheck {
  return (name, value) => {
    const found = typeof value === 'object' && value !== null ? new Map(entriesOf(value)).get(method) : undefined
    if (typeof found === 'function') return
    throw wrong(name, text({ zh: `带有函数 ${method} 的对象`, en: `an object with the function ${method}` }), value)
  }
}

// Its own or of its class.
function* entriesOf(value: object): Generator<[string, unknown]> {
  for (let at: object | null = value; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [name, { value: found }] of Object.entries(Object.getOwnPropertyDescriptors(at))) yield [name, found]
  }
}

/** One of some texts. */
export function oneOf(...texts: readonly string[]): OptionCheck {
  return (name, value) => {
    if (typeof value === 'string' && texts.includes(value)) return
    const list = texts.map((text) => `'${text}'`)
    throw new OptionError(name, text({ zh: `应为 ${list.join(' 或 ')}`, en: `must be ${list.join(' or ')}` }))
  }
}

/** A text, or `false`. */
export const textOrFalse: OptionCheck = (name, value) => {
  if (typeof value !== 'string' && value !== false) throw wrong(name, text({ zh: '文本或 false', en: 'a text or false' }), value)
}
