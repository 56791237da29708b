import { compile } from '../contract/compile.ts'
import type { Endpoint } from '../contract/operation.ts'
import { encodeSegment, hasBody } from '../contract/place.ts'
import { text } from '../text.ts'
import { OptionError } from './error.ts'
import type { Fields } from './input.ts'

/** What one query parameter can hold. */
export type QueryValue = string | number | boolean

/** Fields that the contract does not know, such as those of an operation that WeChat Pay has extended. */
export interface ExtraFields {
  /** Added to the query. */
  readonly query?: Readonly<Record<string, QueryValue>> | undefined
  /** Added to the JSON body, as they are: they are neither checked nor sealed. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Refuses extra fields that the operation cannot carry, or that its contract knows.
 *
 * @throws {OptionError}
 */
export function checkExtra(operation: Endpoint, { query = {}, body = {} }: ExtraFields): void {
  for (const [place, fields] of [['query', query] as const, ['body', body] as const]) {
    for (const name of Object.keys(fields)) {
      if (!compile(operation).field.has(name)) continue
      throw new OptionError(
        `extra.${place}.${name}`,
        text({
          zh: `是 ${operation.id} 的字段，请与其他字段一起传入`,
          en: `is a field of ${operation.id}; give it beside the other fields`,
        }),
      )
    }
  }
  if (hasBody(operation) || Object.keys(body).length === 0) return
  throw new OptionError(
    'extra.body',
    text({
      zh: `不可用：${operation.id} 没有请求体，请用 extra.query`,
      en: `cannot be given: ${operation.id} has no body; use extra.query`,
    }),
  )
}

/** Adds parameters to a target that may have a query already. */
export function withQuery(target: string, query: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>> = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const values = value === undefined ? [] : [value].flat()
    return values.map((entry) => `${encodeSegment(name)}=${encodeSegment(String(entry))}`)
  })
  if (pairs.length === 0) return target
  return `${target}${target.includes('?') ? '&' : '?'}${pairs.join('&')}`
}

/** Adds fields to a body. */
export function withBody(body: Fields | undefined, extra: ExtraFields['body']): Fields | undefined {
  return body && extra ? { ...body, ...extra } : body
}
