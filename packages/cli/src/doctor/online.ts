import { AnswerError, ApiError, CallError, CardMember, type Credential, SignatureError, TransportError } from '@card-member/sdk'
import { text } from '@card-member/sdk/contract'
import { doctorWords as words } from '../words/doctor.ts'
import { doubtful, type Finding, fine, pages, recognised, unchecked, wrong } from './finding.ts'
import { type AnswerFacts, RecordingTransport } from './recording-transport.ts'

// Some clocks drift; from here on one should look.
const driftSeconds = 30
const refusedSeconds = 300
const usualTimeout_ms = 10_000

/** Makes one harmless signed read and says what its answer proves. */
export async function checkOnline(
  credential: Credential,
  brand_id: string | undefined,
  clock: () => number,
  timeout_ms = usualTimeout_ms,
): Promise<Finding[]> {
  const transport = new RecordingTransport()
  await using api = new CardMember(credential, { transport, timeout_ms, max_attempts: 1, rate_limit: false, backup_url: false, clock })
  const error = await failureOf(api, brand_id ?? '0')
  const { last } = transport
  if (last === undefined) return [...modeOf(api), unreached(api, error)]
  return [
    ...modeOf(api),
    fine('connection', words.connected(api.base_url, last.ms)),
    judgeClock(last, clock()),
    ...judgeAnswer(error, last, brand_id),
  ]
}

async function failureOf(api: CardMember, brand_id: string): Promise<CallError | undefined> {
  try {
    await api.cards.list({ brand_id, limit: 1 })
    return undefined
  } catch (error) {
    if (error instanceof CallError) return error
    throw error
  }
}

function modeOf({ keyring }: CardMember): Finding[] {
  const ids = keyring.ids()
  const named = ids.filter((id) => id.startsWith('PUB_KEY_ID_'))
  const list = ids.join(', ')
  if (named.length > 0 && named.length < ids.length) return [fine('mode', words.bothModes(list))]
  return [fine('mode', named.length > 0 ? words.publicKeyMode(list) : words.certificateMode(list))]
}

function unreached({ base_url }: CardMember, error: CallError | undefined): Finding {
  const reason = error instanceof TransportError ? error : undefined
  const { en, zh } = reason ? { en: reason.message, zh: reason.in('zh-CN') } : { en: '', zh: '' }
  return wrong('connection', text({ zh: words.notConnected(base_url, zh)['zh-CN'], en: words.notConnected(base_url, en).en }))
}

function judgeClock({ date }: AnswerFacts, now: number): Finding {
  const theirs = date === undefined ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs)) return doubtful('clock', words.clockUnknown)
  const seconds = Math.round((now - theirs) / 1000)
  if (Math.abs(seconds) >= refusedSeconds) return wrong('clock', words.clockOff(seconds), pages.rules)
  return Math.abs(seconds) > driftSeconds ? doubtful('clock', words.clockOff(seconds)) : fine('clock', words.clock(seconds))
}

function judgeAnswer(error: CallError | undefined, { serial = '' }: AnswerFacts, brand_id: string | undefined): Finding[] {
  const accepted = fine('signature', words.accepted)
  const verified = fine('answer', words.verified(serial))
  if (error === undefined) return [accepted, verified, judgePermitted(brand_id)]
  if (error instanceof ApiError && error.status === 401) return [recognised('signature', error)]
  if (error instanceof AnswerError) return [accepted, recognised('answer', error)]
  if (!(error instanceof ApiError)) return [recognised('connection', error)]
  if (error.status === 429 || (error.status ?? 0) >= 500) return judgeLater(error, accepted, verified)
  return [accepted, error.verified ? verified : judgeUnverified(error), judgePermission(error, brand_id)]
}

// A signed "cannot answer now" proves that the request's signature was accepted.
function judgeLater(error: ApiError, accepted: Finding, verified: Finding): Finding[] {
  const later = words.later(`${error.status} ${error.code}`)
  if (error.verified) return [accepted, verified, unchecked('permission', later)]
  const answer = error.cause instanceof SignatureError ? recognised('answer', error.cause) : unchecked('answer', later)
  return [unchecked('signature', later), answer, unchecked('permission', later)]
}

function judgeUnverified(error: ApiError): Finding {
  return error.cause instanceof SignatureError ? recognised('answer', error.cause) : unchecked('answer', words.unsigned)
}

function judgePermitted(brand_id: string | undefined): Finding {
  return brand_id === undefined ? unchecked('permission', words.permissionUnknown) : fine('permission', words.permitted(brand_id))
}

function judgePermission(error: ApiError, brand_id: string | undefined): Finding {
  if (brand_id === undefined) return unchecked('permission', words.permissionUnknown)
  if (error.status === 403) return wrong('permission', words.notPermitted(brand_id, error.server_message), pages.guide)
  return wrong('permission', words.refused(error.code, error.server_message), pages.rules)
}
