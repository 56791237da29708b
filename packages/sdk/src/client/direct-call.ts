import { check, isRecord } from '../contract/check.ts'
import { issues } from '../contract/issue.ts'
import { encodeSegment } from '../contract/place.ts'
import { fields } from '../contract/schema.ts'
import { makeIssue, type ValidationIssue } from '../contract/validation-issue.ts'
import { hintOf } from '../protocol/nearest.ts'
import { text } from '../text.ts'
import type { CalledOperation } from './called-operation.ts'
import { ValidationError } from './error.ts'
import { type QueryValue, withQuery } from './extra.ts'
import { segmentIssues } from './input.ts'
import { schemaOfPaths, valuesAt } from './named-fields.ts'
import { isQueryValue } from './option-kind.ts'

/**
 * A call of an operation that the contract does not declare, such as one that WeChat Pay published yesterday.
 *
 * @example
 * const request: CallRequest = {
 *   method: 'POST', path: '/v3/brand/partner/card-member/user-cards/{user_card_code}/freeze', params: { user_card_code: code },
 *   body: { brand_id: '1004', phone_number: '13800000000' }, sealed: ['phone_number'],
 * }
 */
export interface CallRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * Begins with `/`. Write ids as `{placeholders}` and give them in `params`: they are encoded there, and hooks and errors show
   * the path without them. A query that is written here is sent as it is.
   */
  readonly path: string
  /** Values of the placeholders. */
  readonly params?: Readonly<Record<string, string | number>> | undefined
  /** Query parameters; a list becomes one parameter for each entry. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>> | undefined
  /** Sent as JSON. Not with GET. */
  readonly body?: Readonly<Record<string, unknown>> | readonly unknown[] | undefined
  /**
   * Fields of the body that are encrypted with WeChat Pay's key, each a dotted path: `phone_number`, or `list.value` for each
   * entry of a list. Every path must lead to a text of 1 to 214 bytes, so that a misspelt one is an error and not a leak.
   */
  readonly sealed?: readonly string[] | undefined
  /** Fields of the answer that are decrypted with your private key, as dotted paths. */
  readonly opened?: readonly string[] | undefined
  /**
   * `true` when the same request may be sent again although the first may have taken effect. Default `false`: it is sent again
   * only when it certainly never left.
   */
  readonly repeatable?: boolean | undefined
  /** How errors, hooks and the rate limiter name the operation; default method and path. */
  readonly operation?: string | undefined
  /** How many of these calls are allowed in a second; default 5, the limit of most operations. */
  readonly per_second?: number | undefined
}

/** A checked `CallRequest`. */
export interface DirectCall {
  readonly operation: CalledOperation
  /** Path and query, percent-encoded. */
  readonly target: string
  readonly body: unknown
  readonly only_unsent: boolean
}

const shape = fields(
  { method: { enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] }, path: { type: 'string' } },
  {
    params: { type: 'object' },
    query: { type: 'object' },
    body: {},
    sealed: {},
    opened: {},
    repeatable: { type: 'boolean' },
    operation: { type: 'string' },
    per_second: { type: 'number', exclusiveMinimum: 0 },
  },
)
const known = Object.keys(shape.properties)
const placeholder = /\{(\w+)\}/g
const sealedLimit = 214
const encoder = new TextEncoder()

/**
 * Checks a call that no contract describes, and puts its target together.
 *
 * @throws {ValidationError} naming every wrong part at once
 */
export function readCall(given: CallRequest): DirectCall {
  const id = nameOf(given)
  const found = issuesOf(given)
  if (found.length > 0) throw new ValidationError(id, found)
  const { method, path, params = {}, query, body, sealed = [], opened = [], repeatable = false, per_second = 5 } = given
  const target = withQuery(
    path.replace(placeholder, (_, name: string) => encodeSegment(String(params[name]))),
    query,
  )
  // A URL parser on the way to the socket must not change what is signed.
  if (!keepsTarget(target)) throw new ValidationError(id, [pathIssue])
  const harmless = method === 'GET' ? 'always' : 'same_content'
  const repeat = repeatable ? harmless : 'never'
  const operation = {
    id,
    method,
    path: shownPath(path),
    per_second,
    repeat,
    input: schemaOfPaths(sealed),
    reply: schemaOfPaths(opened),
  } as const
  return { operation, target, body, only_unsent: !repeatable }
}

const pathIssue = makeIssue(
  '/path',
  text({
    zh: '须以一个 / 开头，经百分号编码，不含 .、.. 段或 #',
    en: 'must begin with one /, be percent-encoded, and have no . or .. segment and no #',
  }),
)

function keepsTarget(target: string): boolean {
  if (!target.startsWith('/') || target.startsWith('//') || !URL.canParse(`https://host${target}`)) return false
  const { pathname, search } = new URL(`https://host${target}`)
  return `${pathname}${search}` === target
}

/** A segment that may be an id is not shown. */
function shownPath(path: string): string {
  const [segments = ''] = path.split(/[?#]/)
  return segments.replace(/[^/]+/g, (segment) => (/^(v\d+|[a-z_-]+|\{\w+\})$/.test(segment) ? segment : '{…}'))
}

function nameOf(given: unknown): string {
  const { operation, method, path }: Readonly<Record<string, unknown>> = isRecord(given) ? given : {}
  if (typeof operation === 'string' && operation !== '') return operation.slice(0, 200)
  return typeof method === 'string' && typeof path === 'string' ? `${method.slice(0, 10)} ${shownPath(path).slice(0, 200)}` : 'call'
}

/** Nothing when a part fits, or its issue. */
function expect(fits: boolean, pointer: string, zh: string, en: string): ValidationIssue[] {
  return fits ? [] : [makeIssue(pointer, text({ zh, en }))]
}

function issuesOf(given: unknown): ValidationIssue[] {
  const found = check(shape, given)
  if (!isRecord(given)) return found
  const { method, path, params, query, body, sealed, opened } = given
  return [
    ...Object.keys(given).flatMap((name) => {
      const hint = hintOf(name, known)
      return expect(known.includes(name), `/${name}`, `不是调用的组成部分；${hint['zh-CN']}`, `is no part of a call; ${hint.en}`)
    }),
    ...found,
    ...paramIssues(path, params),
    ...queryIssues(query),
    ...bodyIssues(method, body),
    ...nameIssues('sealed', sealed, body),
    ...nameIssues('opened', opened, undefined),
  ]
}

function paramIssues(path: unknown, params: unknown = {}): ValidationIssue[] {
  if (typeof path !== 'string' || !isRecord(params)) return []
  const names = Array.from(path.matchAll(placeholder), ([, name = '']) => name)
  return [
    ...names.flatMap((name) => {
      const pointer = `/params/${name}`
      const value = Object.hasOwn(params, name) ? params[name] : undefined
      if (value === undefined || value === '') return [makeIssue(pointer, issues.required())]
      if (typeof value !== 'string' && typeof value !== 'number')
        return expect(false, pointer, '应为文本或数字', 'must be a text or a number')
      return segmentIssues(pointer, String(value))
    }),
    ...Object.keys(params).flatMap((name) =>
      expect(names.includes(name), `/params/${name}`, '不是 path 中的 {占位符}', 'is no {placeholder} of path'),
    ),
  ]
}

function queryIssues(query: unknown = {}): ValidationIssue[] {
  return Object.entries(isRecord(query) ? query : {}).flatMap(([name, value]) =>
    expect(
      value === undefined || [value].flat().every(isQueryValue),
      `/query/${name}`,
      '应为文本、数字、true、false 或其数组',
      'must be a text, a number, true, false, or a list of them',
    ),
  )
}

function bodyIssues(method: unknown, body: unknown): ValidationIssue[] {
  if (body === undefined) return []
  if (method === 'GET') return expect(false, '/body', 'GET 不能带请求体，请用 query', 'cannot be sent with GET; use query')
  const fits = (isRecord(body) || Array.isArray(body)) && isJson(body)
  return expect(fits, '/body', '应为可写成 JSON 的对象或数组', 'must be an object or a list that JSON can write')
}

function isJson(value: unknown): boolean {
  if (value instanceof Uint8Array) return false
  try {
    return JSON.stringify(value) !== undefined
  } catch {
    return false
  }
}

function nameIssues(part: 'sealed' | 'opened', names: unknown = [], body: unknown): ValidationIssue[] {
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string' && /^[^.]+(\.[^.]+)*$/.test(name))) {
    return expect(
      false,
      `/${part}`,
      "应为以点分隔的字段路径数组，例如 ['phone_number', 'list.value']",
      "must be a list of dotted paths, such as ['phone_number', 'list.value']",
    )
  }
  return part === 'opened' ? [] : names.flatMap((name: string, index) => sealedIssues(name, `/sealed/${index}`, valuesAt(body, name)))
}

function sealedIssues(name: string, pointer: string, values: readonly unknown[]): ValidationIssue[] {
  if (values.length === 0) return expect(false, pointer, `在 body 中没有对应字段：${name}`, `names no field of body: ${name}`)
  const fits = (value: unknown) => typeof value === 'string' && value !== '' && encoder.encode(value).length <= sealedLimit
  return expect(
    values.every(fits),
    pointer,
    `对应的值须为 1 至 ${sealedLimit} 字节的文本：${name}`,
    `must lead to texts of 1 to ${sealedLimit} bytes: ${name}`,
  )
}
