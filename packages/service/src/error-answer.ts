import {
  type HttpError,
  isSealedField,
  type Language,
  locationOf,
  type Operation,
  PlatformError,
  type ValidationIssue,
} from '@card-member/sdk/contract'
import { readPreferences } from './preference.ts'

/** An answer before it is signed. */
export interface ErrorAnswer {
  readonly status: number
  readonly code: string | undefined
  readonly result: number
  readonly language: Language
  readonly body: Uint8Array
}

const encoder = new TextEncoder()
const longestValue = 256
const unshowable = /[\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}]/u
const unshowables = new RegExp(unshowable, 'gu')

/** The answer of an error, in the language asked for. */
export function errorAnswer({ definition, detail }: HttpError, acceptLanguage: string | undefined): ErrorAnswer {
  const { status, code, message, result } = definition
  const language = pickLanguage(acceptLanguage)
  const body = { code, message: message[language], ...(detail ? { detail } : {}) }
  return { status, code, result, language, body: encoder.encode(escaped(JSON.stringify(body))) }
}

/** The headers of an error that says after how many seconds it is worth trying again, in `retry_after` of its detail. */
export function errorHeaders({ detail }: HttpError): Readonly<Record<string, string>> {
  return typeof detail?.retry_after === 'number' ? { 'Retry-After': String(detail.retry_after) } : {}
}

/** The error of one wrong field. The value is repeated only where it can hold nothing personal, and only a short scalar that can be shown. */
export function paramError(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  { pointer, issue }: ValidationIssue,
): PlatformError {
  const [, name = ''] = pointer.split('/')
  const location = locationOf(operation, name)
  const value = pointer.split('/').length === 2 ? input[name] : undefined
  const shown = isShort(value) && !isSealedField(operation, name) ? { value } : {}
  return new PlatformError('param_error', { field: location === 'body' ? pointer : name, ...shown, issue, location })
}

// Arrays and objects can be nested deeper than they can be written again.
function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= longestValue && !unshowable.test(value)
  // What JSON cannot hold, or was rounded when it was read, is not what was sent.
  return typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
}

// What is repeated of an input may hold what readers of this API need not understand, and what changes a log or a terminal
// that shows it: control and format characters, halves of characters, and those that need four bytes.
function escaped(json: string): string {
  return json.replaceAll(unshowables, (text) =>
    Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  )
}

function pickLanguage(header: string | undefined): Language {
  for (const { name, quality } of readPreferences(header)) {
    const [language = ''] = name.split(/[-_]/)
    if (quality > 0 && language === 'en') return 'en'
    if (quality > 0 && (language === 'zh' || language === '*')) break
  }
  return 'zh-CN'
}
