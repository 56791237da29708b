import { isRecord } from '../contract/check.ts'
import { encodeSegment, fitsSegment } from '../contract/place.ts'
import { makeIssue, type ValidationIssue } from '../contract/validation-issue.ts'
import { nearest } from '../protocol/nearest.ts'
import { type LocalizedText, text } from '../text.ts'
import type { CalledOperation } from './called-operation.ts'
import { ValidationError } from './error.ts'
import { type QueryValue, withQuery } from './extra.ts'
import { schemaOfPaths, valuesAt } from './named-fields.ts'

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

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const known = ['method', 'path', 'params', 'query', 'body', 'sealed', 'opened', 'repeatable', 'operation', 'per_second']
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
  const issues = issuesOf(given)
  if (issues.length > 0) throw new ValidationError(id, issues)
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
    zh: '须以一个 / 开头，不含 .、.. 段、#、空白及未经百分号编码的字符',
    en: 'must begin with one /, and have neither . nor .. segments, a #, a blank nor a character that is not percent-encoded',
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

function issuesOf(given: unknown): ValidationIssue[] {
  if (!isRecord(given)) return [makeIssue('', text({ zh: '应为含 method 与 path 的对象', en: 'must be an object with method and path' }))]
  return [
    ...Object.keys(given).flatMap((name) => (known.includes(name) ? [] : [unknownPart(name)])),
    ...(typeof given.method === 'string' && methods.includes(given.method)
      ? []
      : [makeIssue('/method', text({ zh: `只能是 ${methods.join('、')}`, en: `must be one of ${methods.join(', ')}` }))]),
    ...paramIssues(given.path, given.params),
    ...queryIssues(given.query),
    ...bodyIssues(given),
    ...nameIssues('sealed', given.sealed, given.body),
    ...nameIssues('opened', given.opened, undefined),
    ...kindIssue('repeatable', given.repeatable, 'boolean', text({ zh: 'true 或 false', en: 'true or false' })),
    ...kindIssue('operation', given.operation, 'string', text({ zh: '文本', en: 'a text' })),
    ...(given.per_second === undefined || (typeof given.per_second === 'number' && given.per_second > 0)
      ? []
      : [makeIssue('/per_second', text({ zh: '应为大于 0 的数字', en: 'must be a number above 0' }))]),
  ]
}

function unknownPart(name: string): ValidationIssue {
  const meant = nearest(name, known)
  return meant === undefined
    ? makeIssue(
        `/${name}`,
        text({ zh: `不是调用的组成部分；可用：${known.join('、')}`, en: `is no part of a call; its parts are ${known.join(', ')}` }),
      )
    : makeIssue(`/${name}`, text({ zh: `不是调用的组成部分；可能应为 ${meant}`, en: `is no part of a call; ${meant} is probably meant` }))
}

function kindIssue(name: string, value: unknown, kind: 'boolean' | 'string', words: LocalizedText): ValidationIssue[] {
  if (value === undefined || typeof value === kind) return []
  return [makeIssue(`/${name}`, text({ zh: `应为${words['zh-CN']}`, en: `must be ${words.en}` }))]
}

function paramIssues(path: unknown, params: unknown = {}): ValidationIssue[] {
  if (typeof path !== 'string') return [pathIssue]
  if (!isRecord(params)) return [makeIssue('/params', text({ zh: '应为对象', en: 'must be an object' }))]
  const names = Array.from(path.matchAll(placeholder), ([, name = '']) => name)
  const wrong = names.flatMap((name) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    if (value === undefined || value === '') return [makeIssue(`/params/${name}`, text({ zh: '必填', en: 'is required' }))]
    if (typeof value !== 'string' && typeof value !== 'number') {
      return [makeIssue(`/params/${name}`, text({ zh: '应为文本或数字', en: 'must be a text or a number' }))]
    }
    if (fitsSegment(String(value))) return []
    return [makeIssue(`/params/${name}`, text({ zh: '不能是 . 或 ..：URL 无法携带', en: 'cannot be . or ..: no URL can carry it' }))]
  })
  const unused = Object.keys(params).filter((name) => !names.includes(name))
  return [
    ...wrong,
    ...unused.map((name) => makeIssue(`/params/${name}`, text({ zh: '不是 path 中的 {占位符}', en: 'is no {placeholder} of path' }))),
  ]
}

function queryIssues(query: unknown = {}): ValidationIssue[] {
  if (!isRecord(query)) return [makeIssue('/query', text({ zh: '应为对象', en: 'must be an object' }))]
  return Object.entries(query).flatMap(([name, value]) => {
    const values: readonly unknown[] = value === undefined ? [] : [value].flat()
    if (values.every((entry) => ['string', 'number', 'boolean'].includes(typeof entry))) return []
    return [
      makeIssue(
        `/query/${name}`,
        text({ zh: '应为文本、数字、true、false 或其数组', en: 'must be a text, a number, true, false, or a list of them' }),
      ),
    ]
  })
}

function bodyIssues({ method, body }: Readonly<Record<string, unknown>>): ValidationIssue[] {
  if (body === undefined) return []
  if (method === 'GET') return [makeIssue('/body', text({ zh: 'GET 不能带请求体，请用 query', en: 'cannot be sent with GET; use query' }))]
  if ((isRecord(body) || Array.isArray(body)) && isJson(body)) return []
  return [makeIssue('/body', text({ zh: '应为可写成 JSON 的对象或数组', en: 'must be an object or a list that JSON can write' }))]
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
    return [
      makeIssue(`/${part}`, {
        en: "must be a list of dotted paths, such as ['phone_number', 'list.value']",
        'zh-CN': "应为以点分隔的字段路径数组，例如 ['phone_number', 'list.value']",
      }),
    ]
  }
  return part === 'opened' ? [] : names.flatMap((name: string, index) => sealedIssue(name, index, valuesAt(body, name)))
}

function sealedIssue(name: string, index: number, values: readonly unknown[]): ValidationIssue[] {
  const fits = (value: unknown) => typeof value === 'string' && value !== '' && encoder.encode(value).length <= sealedLimit
  if (values.length > 0 && values.every(fits)) return []
  return [
    makeIssue(
      `/sealed/${index}`,
      text({
        zh: values.length === 0 ? `在 body 中没有对应字段：${name}` : `对应的值须为 1 至 ${sealedLimit} 字节的文本：${name}`,
        en: values.length === 0 ? `names no field of body: ${name}` : `must lead to texts of 1 to ${sealedLimit} bytes: ${name}`,
      }),
    ),
  ]
}
