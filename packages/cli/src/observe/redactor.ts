import { createHmac, randomBytes } from 'node:crypto'
import { type CompiledSchema, isRecord, platformErrors } from '@card-member/sdk/contract'
import type { Headers } from './exchange.ts'
import { pathWords } from './match-operation.ts'

const shownHeaders = new Set([
  ...['content-type', 'content-length', 'content-encoding', 'content-language', 'transfer-encoding', 'cache-control', 'date', 'server'],
  ...['request-id', 'wechatpay-serial', 'wechatpay-signature-type', 'x-content-type-options', 'retry-after', 'connection', 'keep-alive'],
])
const constant = /^[A-Z][A-Z0-9_]{0,63}$/
const timeLike = /^\d{4}-\d\d-\d\d[\dT :+.Z-]{0,30}$/
const plainName = /^[a-z][a-z_]{0,63}$/
const counts = new Set(['offset', 'limit', 'total_count'])
const knownMessages = new Set(Object.values(platformErrors).flatMap(({ message }) => Object.values(message)))
const longestList = 20
const deepest = 8

/**
 * Takes out of a message what could name a member or be a secret. What is not known to be harmless is left as its type and length.
 * Hashes are keyed by a random key of this run: equal values have equal hashes in one run, and nobody can try values out.
 */
export class Redactor {
  readonly #key = randomBytes(32)

  /** A short keyed hash. */
  hash(text: string): string {
    return `#${createHmac('sha256', this.#key).update(text).digest('hex').slice(0, 12)}`
  }

  /** A value of JSON, by the schema that declares it. */
  value(value: unknown, schema: CompiledSchema | undefined, name = '', depth = 0): unknown {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'number') return counts.has(name) && value <= 1e9 ? value : 'number'
    if (typeof value === 'string') return this.#text(value, schema, name)
    if (depth >= deepest) return 'too deep'
    if (Array.isArray(value)) return value.slice(0, longestList).map((entry) => this.value(entry, schema?.items, name, depth + 1))
    if (!isRecord(value)) return typeof value
    const shown = Object.entries(value).map(([key, entry], index): [string, unknown] => {
      const property = schema?.property.get(key)
      return [this.name(key, property, index), this.value(entry, property, key, depth + 1)]
    })
    return Object.fromEntries(shown)
  }

  /** The name of a field: a declared one, or one that is spelled as names are. */
  name(name: string, declared: CompiledSchema | undefined, index = 0): string {
    return declared !== undefined || plainName.test(name) ? name : `{name ${index}: ${[...name].length} characters}`
  }

  /** The code of a member's card, as the desk shows it: its last four characters, unless that is most of it. */
  code(code: string): string {
    return code.length < 8 ? this.hash(code) : `****${code.slice(-4)} ${this.hash(code)}`
  }

  /** Words for people, with everything that could be a value replaced by its hash. */
  message(text: string, values: readonly string[]): string {
    if (knownMessages.has(text)) return text
    const longestFirst = values.filter(({ length }) => length > 1).toSorted((one, other) => other.length - one.length)
    const without = longestFirst.reduce((shown, value) => shown.replaceAll(value, '•'), text)
    return without.replaceAll(/[!-~]*\d[!-~]*|[!-~]{20,}/g, (token) => this.hash(token)).slice(0, 200)
  }

  /** A path: words of the API as they are, everything else as its length. */
  path(target: string): string {
    const [path = ''] = target.split('?')
    return path
      .split('/')
      .map((word) => (word === '' || pathWords.has(word) ? word : `{${word.length} characters}`))
      .join('/')
  }

  /** Names of headers in their order, with the values of those that say nothing of caller or member. */
  headers(headers: Headers): string[] {
    return headers.map(([name, value]) => (shownHeaders.has(name.toLowerCase()) ? `${name}: ${value.slice(0, 200)}` : name))
  }

  #text(value: string, schema: CompiledSchema | undefined, name: string): string {
    if (name === 'user_card_code') return this.code(value)
    if (schema?.schema['x-sealed']) return `sealed(${value.length})`
    if (name === 'openid' || name === 'card_id' || name === 'brand_id') return this.hash(value)
    if (schema?.schema.enum !== undefined && constant.test(value)) return value
    if (schema?.schema.format !== undefined && timeLike.test(value)) return value
    return `string(${[...value].length})`
  }
}
