import { type CompiledField, compile, type Location } from './compile.ts'
import type { CompiledSchema } from './compiled-schema.ts'
import { type Endpoint, fillPath } from './operation.ts'
import { type Fields, isRecord } from './validate.ts'

/** A flat input, put where each part travels. */
export interface Placed {
  /** Path and query, percent-encoded. */
  readonly target: string
  /** What to serialise; `undefined` when the operation has no body. */
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/** Puts a checked input into path, query and body. */
export function place(operation: Endpoint, input: Fields): Placed {
  const { field, hasBody } = compile(operation)
  const path = fillPath(operation.path, (name) => encodeSegment(String(input[name])))
  const query: string[] = []
  const body: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) {
    const location = field.get(name)?.location
    if (value === undefined || location === 'url') continue
    if (location === 'query') query.push(`${name}=${encodeSegment(String(value))}`)
    else body[name] = value
  }
  return { target: query.length > 0 ? `${path}?${query.join('&')}` : path, body: hasBody ? body : undefined }
}

/** Whether an operation's requests carry a body. */
export function hasBody(operation: Endpoint): boolean {
  return compile(operation).hasBody
}

/** Whether a value can be a path segment: URL parsers everywhere swallow `.` and `..`, however they are encoded. */
export function fitsSegment(value: string): boolean {
  return value !== '.' && value !== '..'
}

/** The one encoder of path and query values. URL parsers rewrite a bare `'` in a query, which would break the signature. */
export function encodeSegment(value: string): string {
  return encodeURIComponent(value).replaceAll("'", '%27')
}

/** Where a field of an operation travels; one that the input does not declare would be in the body. */
export function locationOf(operation: Endpoint, name: string): Location {
  return compile(operation).field.get(name)?.location ?? 'body'
}

/** A request's parts as received, before they are one input. */
export interface Received {
  readonly path: Readonly<Record<string, string>>
  /** The raw query, without `?`. */
  readonly query: string
  /** The parsed body; `undefined` when there is none. */
  readonly body: unknown
}

/** What is wrong, found while the parts were put together. */
export interface PlacementIssue {
  readonly field: string
  readonly location: Location
  readonly issue: string
}

/**
 * Gathers a request's parts into one flat input: declared fields only, nulls as absent, numbers and booleans of the query
 * read as the schema asks.
 */
export function gather(operation: Endpoint, received: Received): { input: Record<string, unknown> } | { issue: PlacementIssue } {
  const { fields, hasBody } = compile(operation)
  const query = readQuery(received.query)
  if (query === undefined) return { issue: { field: '', location: 'query', issue: 'query is not well-formed percent-encoded UTF-8' } }
  if (hasBody && !isRecord(received.body)) return { issue: { field: '', location: 'body', issue: 'body must be a JSON object' } }
  const body = isRecord(received.body) ? received.body : {}
  const input: Record<string, unknown> = {}
  for (const field of fields) {
    const { name, location } = field
    const values = location === 'url' ? [received.path[name]] : valuesOf(field, query, body)
    const [value, ...others] = values.filter((entry) => entry !== undefined)
    if (others.some((other) => other !== value))
      return { issue: { field: name, location: 'query', issue: 'is given twice with different values' } }
    if (value !== undefined) input[name] = value
  }
  return { input }
}

/** The first name in a raw query that no field of the operation has there; `undefined` when there is none. */
export function unknownQueryName(operation: Endpoint, query: string): string | undefined {
  const known = new Set(compile(operation).fields.flatMap(({ name, location, either }) => (either || location === 'query' ? [name] : [])))
  return readQuery(query)?.find(([name]) => !known.has(name))?.[0]
}

type Pairs = readonly (readonly [string, string])[]

// Every value that query and body hold for a field, as far as the field may travel there.
function valuesOf({ name, schema, location, either }: CompiledField, query: Pairs, body: Fields): unknown[] {
  const values: unknown[] = []
  if (either || location === 'query') values.push(...query.filter(([key]) => key === name).map(([, text]) => readScalar(schema, text)))
  if (either || location === 'body') values.push(declared(schema, Object.hasOwn(body, name) ? body[name] : undefined))
  return values
}

function readScalar({ schema: { type } }: CompiledSchema, text: string): unknown {
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** Splits a raw query into decoded pairs; `+` is a space, as form encoders write it. `undefined` when it is malformed. */
export function readQuery(query: string): [string, string][] | undefined {
  if (query === '') return []
  try {
    return query.split('&').map((pair) => {
      const equals = pair.indexOf('=')
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
      return [decodeURIComponent(name.replaceAll('+', ' ')), decodeURIComponent(value.replaceAll('+', ' '))]
    })
  } catch {
    return undefined
  }
}

// A null is an absent field: required ones then fail as missing, optional ones do not matter. Keys that no schema declares
// may appear at any time and mean nothing here.
function declared({ items, properties }: CompiledSchema, value: unknown): unknown {
  if (value === null) return undefined
  if (Array.isArray(value)) return items ? value.map((entry) => declared(items, entry)) : value
  if (!isRecord(value) || properties.length === 0) return value
  const kept = properties.map(([name, property]) => [name, Object.hasOwn(value, name) ? declared(property, value[name]) : undefined])
  return Object.fromEntries(kept.filter(([, entry]) => entry !== undefined))
}
