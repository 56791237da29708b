import { isRecord, type Schema } from '@card-member/sdk/contract'

/** All fields of an input, flat. */
export type Fields = Readonly<Record<string, unknown>>

/** An input that differs from a good one in a single value, and what must be said of it. */
export interface Probe {
  readonly what: string
  readonly input: Fields
  /** What is wrong with which field; `undefined` when the input is still good. */
  readonly refusal: { readonly pointer: string; readonly issue: string } | undefined
  /** Cannot be sent: no RSA key of 2048 bits seals more than the limit of the field, and a file travels as a part of its own. */
  readonly unsendable?: boolean
}

interface Keywords {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly 'x-sealed'?: boolean
  readonly 'x-file'?: boolean
  readonly 'x-required-when'?: readonly { readonly required: string; readonly when: string; readonly is: unknown }[]
  readonly 'x-ordered'?: readonly string[]
}

type Put = (value: unknown) => Fields

/** Every probe that a schema asks for around a good input that has all its fields. */
export function probesOf(schema: Schema, good: Fields): Probe[] {
  return [...walk(schema, good, '', (value) => (isRecord(value) ? value : {}))]
}

function* walk(schema: Schema, value: unknown, pointer: string, put: Put): Generator<Probe> {
  const keywords: Keywords = schema
  if (keywords['x-file']) return
  const take = (what: string, next: unknown): Probe => ({ what: `${pointer} ${what}`, input: put(next), refusal: undefined })
  const refuse = (what: string, next: unknown, issue: string): Probe => ({ ...take(what, next), refusal: { pointer, issue } })
  if (keywords.enum) {
    for (const allowed of keywords.enum) yield take(`is ${allowed}`, allowed)
    yield refuse('unknown', 'UNKNOWN', `must be one of ${keywords.enum.join(', ')}`)
  } else if (typeof value === 'string') yield* ofText(keywords, value, take, refuse)
  else if (typeof value === 'number') yield* ofNumber(keywords, take, refuse)
  else if (typeof value === 'boolean') yield refuse('of another type', 'yes', 'must be of type boolean')
  else if (Array.isArray(value)) yield* ofArray(keywords, value, pointer, put, refuse)
  else if (isRecord(value)) yield* ofObject(keywords, value, pointer, put, refuse)
  else throw new Error(`the good input lacks ${pointer}`)
}

type Take = (what: string, next: unknown) => Probe
type Refuse = (what: string, next: unknown, issue: string) => Probe

function* ofText(keywords: Keywords, value: string, take: Take, refuse: Refuse): Generator<Probe> {
  const { minLength, maxLength, pattern, format } = keywords
  if (minLength === 1) yield refuse('empty', '', 'must not be empty')
  if (pattern !== undefined) yield refuse('of another form', '中', `has a character or form that is not allowed; expected ${pattern}`)
  else if (format === undefined) {
    yield refuse('with a NUL', 'a\0b', 'contains a NUL character')
    yield refuse('with an emoji', '😀', 'contains a character of 4 bytes in UTF-8, such as an emoji')
  }
  if (format === 'date-time') {
    for (const wrong of ['2026-02-30T00:00:00+08:00', '2026-05-20 13:29:35', '1790000000'])
      yield refuse(`is ${wrong}`, wrong, 'is not a date-time')
    yield refuse('too long', `2026-05-20T13:29:35.${'0'.repeat(maxLength ?? 0)}Z`, `string length exceeds ${maxLength}`)
  } else if (keywords['x-sealed']) {
    yield take('longest in Chinese', '中'.repeat(71))
    yield { ...refuse('too long in Chinese', '中'.repeat(72), 'is longer than 214 bytes in UTF-8'), unsendable: true }
    yield take('longest', 'x'.repeat(214))
    yield { ...refuse('too long', 'x'.repeat(215), 'string length exceeds 214'), unsendable: true }
  } else if (maxLength !== undefined) {
    yield take('longest', stretched(value, maxLength, pattern))
    yield refuse('too long', stretched(value, maxLength + 1, pattern), `string length exceeds ${maxLength}`)
  }
}

function* ofNumber({ type, minimum, maximum }: Keywords, take: Take, refuse: Refuse): Generator<Probe> {
  if (type === 'integer') yield refuse('broken', 1.5, 'must be of type integer')
  if (minimum !== undefined) {
    yield take('least', minimum)
    yield refuse('too small', minimum - 1, `must be >= ${minimum}`)
  }
  if (maximum !== undefined) {
    yield take('greatest', maximum)
    yield refuse('too great', maximum + 1, `must be <= ${maximum}`)
  }
}

function* ofArray(keywords: Keywords, value: readonly unknown[], pointer: string, put: Put, refuse: Refuse): Generator<Probe> {
  const { items, minItems, maxItems, uniqueItems } = keywords
  const [first] = value
  yield refuse('no array', 'x', 'must be of type array')
  if (minItems !== undefined) yield refuse('too few', [], `must have at least ${minItems} entries`)
  if (maxItems !== undefined)
    yield refuse(
      'too many',
      Array.from({ length: maxItems + 1 }, () => first),
      `must have at most ${maxItems} entries`,
    )
  if (uniqueItems) yield refuse('twice', [first, first], 'must not have duplicate items')
  if (items) yield* walk(items, first, `${pointer}/0`, (next) => put([next]))
}

function* ofObject(keywords: Keywords, value: Fields, pointer: string, put: Put, refuse: Refuse): Generator<Probe> {
  const { properties = {}, required = [] } = keywords
  const change = (over: Fields) => put(Object.fromEntries(Object.entries({ ...value, ...over }).filter(([, entry]) => entry !== undefined)))
  if (pointer !== '') yield refuse('no object', 'x', 'must be of type object')
  for (const [name, property] of Object.entries(properties)) {
    const at = `${pointer}/${name}`
    if (required.includes(name)) {
      const refusal = { pointer: at, issue: 'is required' }
      yield { what: `${at} missing`, input: change({ [name]: undefined }), refusal, unsendable: 'x-file' in property }
    }
    yield* walk(property, value[name], at, (next) => change({ [name]: next }))
  }
  for (const { required: name, when, is } of keywords['x-required-when'] ?? []) {
    const at = `${pointer}/${name}`
    const input = change({ ...withValue(value, when.split('.'), is), [name]: undefined })
    yield { what: `${at} missing when ${when} is ${is}`, input, refusal: { pointer: at, issue: `is required when ${when} is ${is}` } }
  }
  const [early, late] = keywords['x-ordered'] ?? []
  if (early === undefined || late === undefined) return
  const at = `${pointer}/${late}`
  yield { what: `${at} at ${early}`, input: change({ [late]: value[early] }), refusal: { pointer: at, issue: `must be after ${early}` } }
}

function withValue(value: Fields, [name = '', ...rest]: readonly string[], is: unknown): Fields {
  const inner = value[name]
  return { ...value, [name]: rest.length > 0 && isRecord(inner) ? withValue(inner, rest, is) : is }
}

// Some forms fix the beginning of a text, some its end.
function stretched(value: string, length: number, pattern = ''): string {
  const candidates = [value.slice(0, length).padEnd(length, 'x'), value.slice(-length).padStart(length, 'x')]
  const fitting = candidates.find((candidate) => new RegExp(pattern, 'u').test(candidate))
  if (fitting === undefined) throw new Error(`nothing of ${length} characters fits ${pattern}`)
  return fitting
}
