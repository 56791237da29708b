import { isRecord } from '../contract/check.ts'
import { kindOf, spaced } from '../protocol/kind-of.ts'
import { hintOf } from '../protocol/nearest.ts'
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
  if (!isRecord(given)) throw wrong(name, '对象', 'an object', given)
  const prefix = name === 'options' ? '' : `${name}.`
  for (const [option, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, option) ? checks[option] : undefined
    if (check === undefined) {
      const hint = hintOf(option, Object.keys(checks))
      throw new OptionError(
        `${prefix}${option}`.slice(0, 80),
        text({ zh: `不是${owner['zh-CN']}的选项；${hint['zh-CN']}`, en: `is no option of ${owner.en}; ${hint.en}` }),
      )
    }
    if (value !== undefined) check(`${prefix}${option}`, value)
  }
}

function wrong(name: string, zh: string, en: string, value: unknown): OptionError {
  const is = kindOf(value)
  return new OptionError(name, text({ zh: `应为${spaced(zh)}，实际为${spaced(is['zh-CN'])}`, en: `must be ${en}, not ${is.en}` }))
}

/** A value of a type: errors name the type that it has instead. */
function typed(fits: (value: unknown) => boolean, zh: string, en: string): OptionCheck {
  return (name, value) => {
    if (!fits(value)) throw wrong(name, zh, en, value)
  }
}

/** A value of a range or a form, which its type does not tell. */
function formed(fits: (value: unknown) => boolean, zh: string, en: string): OptionCheck {
  return (name, value) => {
    if (!fits(value)) throw new OptionError(name, text({ zh: `应为${spaced(zh)}`, en: `must be ${en}` }))
  }
}

const isPositive = (value: unknown): boolean => typeof value === 'number' && value > 0 && value < 2 ** 31

/** A number above 0 that a timer can take. */
export const positiveNumber = formed(isPositive, '大于 0 且小于 2147483648 的数字', 'a number above 0 and below 2147483648')

/** The same without fractions. */
export const wholeNumber = formed(
  (value) => isPositive(value) && Number.isInteger(value),
  '大于 0 且小于 2147483648 的整数',
  'a whole number above 0 and below 2147483648',
)

export const aFunction = typed((value) => typeof value === 'function', '函数', 'a function')

/** An object of fields. */
export const anObject = typed(isRecord, '对象', 'an object')

const aQueryValue = typed(isQueryValue, '文本、数字、true 或 false', 'a text, a number, true or false')

/** Whether a query parameter can have this value. */
export function isQueryValue(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

/** An object of query parameters. */
export const queryValues: OptionCheck = (name, value) => {
  anObject(name, value)
  for (const [parameter, entry] of Object.entries(new Object(value))) aQueryValue(`${name}.${parameter}`, entry)
}

/** A Date, or milliseconds since 1970. */
export const aMoment = formed(
  (value) => Number.isFinite(value instanceof Date ? value.getTime() : value),
  'Date，或自 1970 年起的毫秒数',
  'a Date, or a number of milliseconds since 1970',
)

/** By its shape: a test runner's own realm has an AbortSignal of its own. */
export const aSignal = formed(
  (value) => typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value,
  'AbortSignal',
  'an AbortSignal',
)

/** An object that has a function of this name. */
export function having(method: string): OptionCheck {
  const has = (value: unknown) => typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function'
  return typed(has, `带有函数 ${method} 的对象`, `an object with the function ${method}`)
}

/** One of some texts. */
export function oneOf(...texts: readonly unknown[]): OptionCheck {
  const list = texts.map((text) => `'${text}'`)
  return formed((value) => texts.includes(value), list.join(' 或 '), list.join(' or '))
}

/** A text, or `false`. */
export const textOrFalse = typed((value) => typeof value === 'string' || value === false, '文本或 false', 'a text or false')
