import { AnswerError, ApiError, CallError, CardMember, type CardMemberOptions, SignatureError, TransportError } from '@card-member/sdk'
import { text } from '@card-member/sdk/contract'
import type { AnyCredential } from './fields.ts'
import { type Finding, found } from './finding.ts'
import { type AnswerFacts, RecordingTransport } from './recording-transport.ts'

// Some clocks drift; from here on one should look.
const driftSeconds = 30
const refusedSeconds = 300
const usualTimeout_ms = 10_000

/** How the one call of a check is made. */
export interface OnlineOptions {
  /** For whom a merchant asks; without it the permission is not checked. The credential of a brand asks for itself. */
  readonly brand_id?: string | undefined
  readonly clock: () => number
  /** Milliseconds; 10,000 unless given. */
  readonly timeout_ms?: number
  /** No limit unless given: the command makes one call. */
  readonly rate_limit?: CardMemberOptions['rate_limit']
  readonly hooks?: CardMemberOptions['hooks']
}

/** Makes one harmless signed read and says what its answer proves. */
export async function checkOnline(credential: AnyCredential, options: OnlineOptions): Promise<Finding[]> {
  const { clock, timeout_ms = usualTimeout_ms, rate_limit = false, hooks } = options
  const transport = new RecordingTransport()
  const bounds = { transport, timeout_ms, max_attempts: 1, rate_limit, hooks, backup_url: false, clock } as const
  await using reader = readerOf(credential, options.brand_id, bounds)
  const error = await failureOf(reader)
  const { base_url, ids, brand_id } = reader
  const { last } = transport
  if (last === undefined) return [modeOf(ids), unreached(base_url, error)]
  return [modeOf(ids), found.connected(base_url, last.ms), judgeClock(last, clock()), ...judgeAnswer(error, last, brand_id)]
}

interface Reader extends AsyncDisposable {
  readonly base_url: string
  /** Of the keys that answers may be signed by. */
  readonly ids: readonly string[]
  /** For whom it asks, when that is known. */
  readonly brand_id: string | undefined
  read(): Promise<unknown>
}

function readerOf(credential: AnyCredential, brand_id: string | undefined, bounds: CardMemberOptions): Reader {
  if (credential.mchid !== undefined) {
    const api = new CardMember(credential, bounds)
    const read = () => api.cards.list({ brand_id: brand_id ?? '0', limit: 1 })
    return { base_url: api.base_url, ids: api.keyring.ids(), brand_id, read: async () => read(), [Symbol.asyncDispose]: () => api.close() }
  }
  const api = new CardMember(credential, bounds)
  const read = () => api.cards.list({ limit: 1 })
  const own = { base_url: api.base_url, ids: api.keyring.ids(), brand_id: api.brand_id }
  return { ...own, read: async () => read(), [Symbol.asyncDispose]: () => api.close() }
}

async function failureOf({ read }: Reader): Promise<CallError | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    if (error instanceof CallError) return error
    throw error
  }
}

function modeOf(ids: readonly string[]): Finding {
  const named = ids.filter((id) => id.startsWith('PUB_KEY_ID_'))
  const list = ids.join(', ')
  if (named.length > 0 && named.length < ids.length) return found.bothModes(list)
  return named.length > 0 ? found.publicKeyMode(list) : found.certificateMode(list)
}

function unreached(base_url: string, error: CallError | undefined): Finding {
  const reason = error instanceof TransportError ? error : undefined
  return found.notConnected(base_url, text({ zh: reason?.in('zh-CN') ?? '', en: reason?.message ?? '' }))
}

function judgeClock({ date }: AnswerFacts, now: number): Finding {
  const theirs = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs)) return found.clockUnknown()
  const seconds = Math.round((now - theirs) / 1000)
  if (Math.abs(seconds) >= refusedSeconds) return found.clockOff(seconds)
  return Math.abs(seconds) > driftSeconds ? found.clockDrifts(seconds) : found.clock(seconds)
}

function judgeAnswer(error: CallError | undefined, { serial = '' }: AnswerFacts, brand_id: string | undefined): Finding[] {
  const accepted = found.accepted()
  const verified = found.verified(serial)
  if (error === undefined) return [accepted, verified, judgePermitted(brand_id)]
  if (error instanceof ApiError && error.status === 401) return [found.recognised('signature', error)]
  if (error instanceof AnswerError) return [accepted, found.recognised('answer', error)]
  if (!(error instanceof ApiError)) return [found.recognised('connection', error)]
  if (error.status === 429 || (error.status ?? 0) >= 500) return judgeLater(error, accepted, verified)
  return [accepted, error.verified ? verified : judgeUnverified(error), judgePermission(error, brand_id)]
}

// A signed "cannot answer now" proves that the request's signature was accepted.
function judgeLater(error: ApiError, accepted: Finding, verified: Finding): Finding[] {
  const status = `${error.status} ${error.code}`
  const permission = found.later('permission', status)
  if (error.verified) return [accepted, verified, permission]
  const answer = error.cause instanceof SignatureError ? found.recognised('answer', error.cause) : found.later('answer', status)
  return [found.later('signature', status), answer, permission]
}

function judgeUnverified(error: ApiError): Finding {
  return error.cause instanceof SignatureError ? found.recognised('answer', error.cause) : found.unsigned()
}

function judgePermitted(brand_id: string | undefined): Finding {
  return brand_id === undefined ? found.permissionUnknown() : found.permitted(brand_id)
}

function judgePermission(error: ApiError, brand_id: string | undefined): Finding {
  if (brand_id === undefined) return found.permissionUnknown()
  if (error.status === 403) return found.notPermitted(brand_id, error.server_message)
  return found.refused(error.code, error.server_message)
}
