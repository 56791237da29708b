import {
  type CompiledSchema,
  check,
  compile,
  type Endpoint,
  isRecord,
  issueTextOf,
  mapSealed,
  platformErrors,
} from '@card-member/sdk/contract'
import { type Difference, ourTimeForm, same, differenceWords as words } from './difference.ts'
import { type Headers, headerOf } from './exchange.ts'
import type { Redactor } from './redactor.ts'

const ourTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/
const fixedHeaders = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-cache, must-revalidate',
  'X-Content-Type-Options': 'nosniff',
} as const
const signatureHeaders = ['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Signature', 'Wechatpay-Serial', 'Wechatpay-Signature-Type']
const ownNames = new Set(signatureHeaders.map((name) => name.toLowerCase()))
const rows = Object.values(platformErrors)
const errorFields = new Set(['code', 'message', 'detail'])
const detailFields = new Set(['field', 'value', 'issue', 'location', 'sign_information', 'detail'])

/** Compares the headers of an answer with those that our platform sends. */
export function judgeHeaders(status: number, headers: Headers): Difference[] {
  const found: Difference[] = []
  const note = (at: string, ours: string, observed: string | undefined) =>
    found.push({ kind: 'header', at, ours: same(ours), observed: observed === undefined ? words.none : same(observed.slice(0, 100)) })
  for (const [name, value] of Object.entries(fixedHeaders)) {
    const observed = headerOf(headers, name.toLowerCase())
    if (observed?.toLowerCase().replaceAll(' ', '') !== value.replaceAll(' ', '')) note(name, value, observed)
  }
  if (headerOf(headers, 'content-language') === undefined) note('Content-Language', 'zh-CN, en', undefined)
  const request_id = headerOf(headers, 'request-id')
  if (request_id === undefined) note('Request-ID', 'ID-0', undefined)
  // Errors before authentication are not signed.
  const signed = status < 400 || headerOf(headers, 'wechatpay-signature') !== undefined
  if (signed) for (const name of signatureHeaders) if (headerOf(headers, name.toLowerCase()) === undefined) note(name, '…', undefined)
  const type = headerOf(headers, 'wechatpay-signature-type')
  if (type !== undefined && type !== 'WECHATPAY2-SHA256-RSA2048') note('Wechatpay-Signature-Type', 'WECHATPAY2-SHA256-RSA2048', 'another')
  for (const [name] of headers)
    if (/^wechatpay-[a-z-]{1,40}$/i.test(name) && !ownNames.has(name.toLowerCase()))
      found.push({ kind: 'header', at: name, ours: words.none, observed: words.present })
  return found
}

/** Compares the status and body of an error with the catalogue. */
export function judgeError(status: number, body: Record<string, unknown>, headers: Headers, redactor: Redactor): Difference[] {
  const found: Difference[] = []
  const { code } = body
  for (const name of ['code', 'message'])
    if (typeof body[name] !== 'string') found.push({ kind: 'field', at: `/${name}`, ours: same('string'), observed: kindOf(body[name]) })
  found.push(...unknownFields(body, errorFields, '', redactor))
  if (isRecord(body.detail)) found.push(...unknownFields(body.detail, detailFields, '/detail', redactor))
  if (typeof code !== 'string') return found
  const known = rows.filter((row) => row.code === code)
  const pair = same(`${status} ${/^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : `string(${code.length})`}`)
  if (known.length === 0) return [...found, { kind: 'code', at: '/code', ours: words.none, observed: pair }]
  const meant = known.filter((row) => row.status === status)
  if (meant.length === 0) {
    const ours = [...new Set(known.map((row) => `${row.status} ${row.code}`))].join(', ')
    return [...found, { kind: 'status', at: '', ours: same(ours), observed: pair }]
  }
  const result = /-(\d{1,12})$/.exec(headerOf(headers, 'request-id') ?? '')?.[1]
  const results = new Set(meant.map((row) => String(row.result)))
  if (result !== undefined && !results.has(result))
    found.push({
      kind: 'header',
      at: 'Request-ID',
      ours: same([...results].map((one) => `-${one}`).join(', ')),
      observed: same(`-${result}`),
    })
  return found
}

/** Compares the body of a success with the answer that the operation declares. */
export async function judgeReply(operation: Endpoint, body: unknown, redactor: Redactor): Promise<Difference[]> {
  const plain = await mapSealed(operation.reply, body, async () => 'sealed')
  const issues = check(operation.reply, plain).map((issue): Difference => {
    const observed = kindOf(at(plain, issue.pointer))
    return { kind: 'field', at: anyEntry(issue.pointer), ours: issueTextOf(issue), observed }
  })
  return [...issues, ...walk(compile(operation).reply, body, '', redactor)]
}

function walk({ schema, property, items, others }: CompiledSchema, value: unknown, pointer: string, redactor: Redactor): Difference[] {
  if (Array.isArray(value)) return items === undefined ? [] : value.flatMap((entry) => walk(items, entry, `${pointer}/*`, redactor))
  if (typeof value === 'string' && schema.format === 'date-time' && !ourTime.test(value))
    return [{ kind: 'time', at: pointer, ours: ourTimeForm, observed: same(formOf(value)) }]
  if (!isRecord(value) || schema.type !== 'object') return []
  const unknown = others === undefined ? unknownFields(value, property, pointer, redactor) : []
  const known = Object.entries(value).flatMap(([name, entry]) => {
    const declared = property.get(name)
    return declared === undefined ? [] : walk(declared, entry, `${pointer}/${name}`, redactor)
  })
  return [...unknown, ...known]
}

function unknownFields(value: Record<string, unknown>, known: { has(name: string): boolean }, pointer: string, redactor: Redactor) {
  return Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name, index): Difference => {
      const at = `${pointer}/${redactor.name(name, undefined, index)}`
      return { kind: 'field', at, ours: words.absent, observed: kindOf(value[name]) }
    })
}

// Digits hidden: the form alone is compared, and a text that is no time is none of ours to show.
function formOf(value: string): string {
  const form = value.replaceAll(/\d/g, '0')
  return /^[0T :+./Z-]{1,40}$/.test(form) ? form : `string(${value.length})`
}

function kindOf(value: unknown) {
  if (value === undefined) return words.absent
  if (value === null) return same('null')
  if (typeof value === 'string') return same(`string(${[...value].length})`)
  return same(Array.isArray(value) ? 'array' : typeof value)
}

function at(value: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1)
  return steps.reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)]
    return isRecord(found) ? found[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  }, value)
}

function anyEntry(pointer: string): string {
  return pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')
}
