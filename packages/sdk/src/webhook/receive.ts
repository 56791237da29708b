import { runtime } from '#runtime'
import { isRecord } from '../contract/check.ts'
import { brandScheme, partnerScheme } from '../protocol/authorization.ts'
import type { Clock } from '../protocol/clock.ts'
import { type Content, decodeContent } from '../protocol/content-coding.ts'
import { SignatureError } from '../protocol/error.ts'
import { answerMessage } from '../protocol/message.ts'
import { type ReadHeader, verifyAnswer } from '../protocol/signature.ts'
import { type LocalizedText, type TextPart, text } from '../text.ts'
import { bodyLimit, expectRaw } from './body.ts'
import { parse, parseEnvelope } from './envelope.ts'
import { WebhookError } from './error.ts'
import type { WebhookEvent } from './event.ts'
import { type HeadersInput, headerReader } from './headers.ts'
import type { DeliveryFacts, KeyringResolver, WebhookKeyring } from './keyring.ts'
import { toEvent } from './resource.ts'
import { rewritings } from './rewriting.ts'
import type { WebhookErrorCode } from './webhook-errors.ts'

/** Options of `receive`. */
export interface ReceiveOptions {
  /** Milliseconds since 1970, for the check of the timestamp; default `Date.now`. */
  readonly clock?: Clock | undefined
  /** The merchant of the notification, as your URL says; passed to the resolver. */
  readonly tenant?: string | undefined
}

/**
 * Receives a notification: verifies it over its raw bytes, checks the clock, opens it, and returns the event.
 *
 * @param rawBody the raw bytes, before any parser; a string only if it is decoded from UTF-8
 * @param headers those of the request
 * @param keyring `webhookKeyring(credential)`, or for several merchants a function that finds it
 * @throws {WebhookError} whose `code` says why it is not accepted; answer with `reply.fail(error)`
 * @example
 * const event = await receive(rawBody, request.headers, keyring)
 * if (event.kind === 'USER_CARD.CREATE') await welcome(event.resource)
 */
export async function receive(
  rawBody: Uint8Array | string,
  headers: HeadersInput,
  keyring: WebhookKeyring | KeyringResolver,
  { clock = Date.now, tenant }: ReceiveOptions = {},
): Promise<WebhookEvent> {
  const raw = expectRaw(rawBody)
  const given = typeof raw === 'string' ? new TextEncoder().encode(raw) : raw
  const header = headerReader(headers)
  const request_id = header('request-id')?.slice(0, 128) || undefined
  const serial = checkHeaders(header, request_id)
  if (given.length === 0) throw new WebhookError('BODY_EMPTY', '', { request_id })
  const decoded = await decodeContent(given, header('content-encoding'), bodyLimit)
  if (decoded === 'too_large') throw new WebhookError('BODY_TOO_LARGE', String(bodyLimit), { request_id })
  const keys = typeof keyring === 'function' ? await resolve(keyring, { serial, tenant, request_id }) : keyring
  if (keys === undefined) throw new WebhookError('TENANT_UNKNOWN', tenant, { request_id })
  await verify(decoded, header, keys, clock, request_id)
  const { resource, resource_type: _, ...envelope } = parseEnvelope(decoded.body, request_id)
  const plaintext = await keys.open(resource)
  if (plaintext === undefined) throw new WebhookError('APIV3_KEY_WRONG', String(keys.apiv3_keys), { request_id })
  const value = parse(plaintext)
  if (!isRecord(value)) throw new WebhookError('RESOURCE_MALFORMED', '', { request_id })
  return toEvent({ ...envelope, request_id, serial, tenant }, value, keys.private_key)
}

async function resolve(resolver: KeyringResolver, facts: DeliveryFacts): Promise<WebhookKeyring | undefined> {
  try {
    return await resolver(facts)
  } catch (cause) {
    throw new WebhookError('RESOLVER_FAILED', '', { request_id: facts.request_id, cause })
  }
}

function checkHeaders(header: ReadHeader, request_id: string | undefined): string {
  const names = ['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Signature', 'Wechatpay-Serial']
  const missing = names.filter((name) => !header(name.toLowerCase()))
  const serial = header('wechatpay-serial')
  if (missing.length > 0 || !serial) throw new WebhookError('HEADERS_MISSING', missing.join(', '), { request_id })
  const type = header('wechatpay-signature-type')
  if (type && type !== partnerScheme && type !== brandScheme) {
    throw new WebhookError('SIGNATURE_TYPE_UNSUPPORTED', printable(type), { request_id })
  }
  return serial
}

const codesBySignatureError: Readonly<Record<string, WebhookErrorCode>> = {
  SIGNATURE_CLOCK: 'SIGNATURE_CLOCK',
  SIGNATURE_SERIAL_UNKNOWN: 'SIGNATURE_SERIAL_UNKNOWN',
  SIGNATURE_PROBE: 'SIGNATURE_PROBE',
  SIGNATURE_MALFORMED: 'SIGNATURE_MALFORMED',
}

async function verify(
  { body, coding }: Content,
  header: ReadHeader,
  { keyring }: WebhookKeyring,
  clock: Clock,
  request_id: string | undefined,
): Promise<void> {
  try {
    await verifyAnswer(body, header, keyring, clock, text({ zh: '通知', en: 'the notification' }))
  } catch (cause) {
    if (!(cause instanceof SignatureError)) throw cause
    const serial = header('wechatpay-serial') ?? ''
    const code = codesBySignatureError[cause.code]
    if (code !== undefined) throw new WebhookError(code, detailOf(code, header, keyring.ids(), clock), { request_id })
    if (coding !== undefined) throw new WebhookError('BODY_COMPRESSED', coding, { request_id })
    const before = await findRewriting(body, header, (message, signature) => keyring.get(serial)?.verify(message, signature))
    throw before === undefined
      ? new WebhookError('SIGNATURE_WRONG', printable(serial), { request_id })
      : new WebhookError('BODY_RESERIALISED', before, { request_id })
  }
}

function detailOf(code: WebhookErrorCode, header: ReadHeader, known: readonly string[], clock: Clock): TextPart {
  const timestamp = header('wechatpay-timestamp') ?? ''
  if (code === 'SIGNATURE_CLOCK') {
    return /^\d{1,12}$/.test(timestamp) ? String(Number(timestamp) - Math.floor(clock() / 1000)) : printable(timestamp)
  }
  const serial = printable(header('wechatpay-serial') ?? '')
  const ids = known.join(', ')
  return text({ zh: `${serial}，已知 ${ids || '无'}`, en: `${serial}, known ${ids || 'none'}` })
}

type Verify = (message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) => Promise<boolean> | undefined

async function findRewriting(body: Uint8Array, header: ReadHeader, fits: Verify): Promise<LocalizedText | undefined> {
  const timestamp = header('wechatpay-timestamp') ?? ''
  const nonce = header('wechatpay-nonce') ?? ''
  const signature = runtime.decodeBase64(header('wechatpay-signature') ?? '')
  if (signature === undefined) return undefined
  for (const { name, body: rewritten } of await rewritings(body)) {
    if (await fits(answerMessage({ timestamp, nonce, body: rewritten }), signature)) return name
  }
  return undefined
}

// The text comes from anybody and is logged.
function printable(text: string): string {
  return text.slice(0, 80).replace(/[^\x20-\x7e]/g, '?')
}
