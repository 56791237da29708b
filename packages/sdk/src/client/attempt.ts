import { type SignedRequest, signRequest } from '../protocol/signature.ts'
import { fillText, type TextPart, text } from '../text.ts'
import { type AnswerResult, readAnswer, requestIdOf } from './answer.ts'
import { callErrors } from './call-errors.ts'
import type { Failure } from './failure.ts'
import { callHook, type RequestEvent, type ResponseEvent } from './hooks.ts'
import { keepReceipt } from './receipt.ts'
import type { Prepared } from './request.ts'
import type { Settings } from './settings.ts'
import { answerLimit, ProxyFailure, type TransportAnswer, TransportFailure } from './transport.ts'

/** Which attempt of a call, and what it may take. */
export interface Attempt {
  /** 1 for the first. */
  readonly attempt: number
  /** Index into the hosts: 0 is the primary. */
  readonly host: number
  /** Origin of the host. */
  readonly url: string
  /** What hooks receive; missing when there are none. */
  readonly event: RequestEvent | undefined
  readonly timeout_ms: number
  readonly signal: AbortSignal | undefined
  /** The latest timestamp it may be signed with, in milliseconds since 1970. */
  readonly sign_before: number
}

/** How an attempt ended, and what its answer said. */
export type AttemptResult = AnswerResult & Pick<ResponseEvent, 'ms' | 'status' | 'request_id'>

/** Makes one attempt: sign, send, verify, read. Does not throw for anything that the network or the platform does. */
export async function makeAttempt(prepared: Prepared, attempt: Attempt, settings: Settings): Promise<AttemptResult> {
  const started = settings.elapsed()
  const { hooks } = settings
  const { event } = attempt
  if (event) callHook(hooks?.onRequest, event)
  const { result, answer } = await signAndSend(prepared, attempt, settings)
  if (answer && 'reply' in result) keepReceipt(result.reply, receiptFor(prepared, attempt, answer))
  const ended = { status: answer?.status, request_id: answer && requestIdOf(answer), ms: settings.elapsed() - started }
  if (event) callHook(hooks?.onResponse, { ...event, ...ended, ...endOf(result) })
  return { ...result, ...ended }
}

interface SentResult {
  readonly result: AnswerResult
  readonly answer?: TransportAnswer
}

async function signAndSend(prepared: Prepared, attempt: Attempt, settings: Settings): Promise<SentResult> {
  const signed = await sign(prepared, attempt, settings)
  if ('failure' in signed) return { result: signed }
  const sent = await send(prepared, attempt, signed, settings)
  if ('failure' in sent) return { result: sent }
  const result = nameCoding(await readAnswer(sent.answer, prepared, signed, settings), sent.answer, prepared)
  return { result, answer: sent.answer }
}

function endOf(result: AnswerResult): Pick<ResponseEvent, 'outcome' | 'code'> {
  if ('reply' in result) return { outcome: 'done', code: undefined }
  const { outcome, code } = result.failure
  return { outcome, code }
}

/** An answer that stayed compressed is reported as ANSWER_COMPRESSED, not as a wrong signature or a gateway error. */
function nameCoding(result: AnswerResult, { coding, status }: TransportAnswer, { operation }: Prepared): AnswerResult {
  if ('reply' in result || coding === undefined) return result
  const { failure } = result
  if (failure.code !== 'SIGNATURE_WRONG' && failure.code !== 'GATEWAY_ERROR') return result
  const message = callErrors.ANSWER_COMPRESSED(operation.id, `${status}, Content-Encoding: ${coding}`)
  return { failure: { ...failure, code: 'ANSWER_COMPRESSED', message } }
}

// The time is read once: the timestamp that is compared with sign_before is the one that is signed.
async function sign(
  { operation, target, signed }: Prepared,
  { sign_before }: Attempt,
  { principal, clock }: Settings,
): Promise<SignedRequest | { readonly failure: Failure }> {
  const now = clock()
  if (now <= sign_before) return signRequest({ method: operation.method, target, body: signed }, principal, () => now)
  const message = callErrors.SIGN_BEFORE_PASSED(operation.id, `${now}, ${sign_before}`)
  return { failure: { kind: 'unsigned', code: 'SIGN_BEFORE_PASSED', message, outcome: 'not_sent' } }
}

type Sent = { readonly answer: TransportAnswer } | { readonly failure: Failure }

async function send(prepared: Prepared, attempt: Attempt, { authorization }: SignedRequest, settings: Settings): Promise<Sent> {
  const { operation, target, body } = prepared
  const url = `${attempt.url}${target}`
  const { timeout_ms, signal } = attempt
  try {
    const headers = headersFor(prepared, attempt, authorization, settings)
    const answer = await settings.transport.send({ url, method: operation.method, headers, body, signal, timeout_ms })
    if (answer.body.length > answerLimit) throw new TransportFailure('too_large', true)
    return { answer }
  } catch (cause) {
    const failure = cause instanceof TransportFailure ? cause : new TransportFailure('connection', true, bare(cause))
    return { failure: transportFailure(operation.id, failure, timeout_ms, hostOf(url)) }
  }
}

function headersFor(
  { serial, content_type }: Prepared,
  { host }: Attempt,
  authorization: string,
  { userAgent, language }: Settings,
): Record<string, string> {
  const headers: Record<string, string> = {
    Authorization: authorization,
    Accept: 'application/json',
    // The signature is made over the uncompressed bytes.
    'Accept-Encoding': 'identity',
    'User-Agent': host === 0 ? userAgent : `${userAgent} (Retried-V1)`,
  }
  if (content_type !== undefined) headers['Content-Type'] = content_type
  if (serial !== undefined) headers['Wechatpay-Serial'] = serial
  if (language !== undefined) headers['Accept-Language'] = language
  return headers
}

function transportFailure(operation: string, failure: TransportFailure, timeout_ms: number, host: string): Failure {
  const { reason, sent, cause } = failure
  const outcome = sent ? 'unknown' : 'not_sent'
  const common = { kind: 'transport', outcome, cause } as const
  switch (reason) {
    case 'timeout':
      return { ...common, code: 'TIMED_OUT', message: callErrors.TIMED_OUT(operation, String(Math.round(timeout_ms)), host) }
    case 'aborted':
      return { ...common, code: 'ABORTED', message: callErrors.ABORTED(operation) }
    case 'too_large':
      return { ...common, code: 'ANSWER_TOO_LARGE', message: callErrors.ANSWER_TOO_LARGE(operation, String(answerLimit)) }
    case 'connection': {
      const [code, detail, where] = failure instanceof ProxyFailure ? byProxy(failure) : byNetwork(failure, host)
      return { ...common, code, message: fillText(callErrors[code], operation, detail, where) }
    }
  }
}

type Named<Code> = readonly [code: Code, detail: TextPart, where: string]

function byNetwork({ sent, cause }: TransportFailure, host: string): Named<'CONNECTION_LOST' | 'CONNECTION_FAILED'> {
  return [sent ? 'CONNECTION_LOST' : 'CONNECTION_FAILED', nameOf(cause), host]
}

// A 5xx is about the network behind the proxy, and may pass. The proxy gives any other answer again.
function byProxy({ proxy, status, cause }: ProxyFailure): Named<'PROXY_UNREACHABLE' | 'PROXY_REFUSED'> {
  if (status === undefined) return ['PROXY_UNREACHABLE', nameOf(cause), proxy]
  return [status >= 500 ? 'PROXY_UNREACHABLE' : 'PROXY_REFUSED', `HTTP ${status}`, proxy]
}

/** Host and port of a URL, as messages name them. */
export function hostOf(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`
}

// Only the code of a system error: its message may contain addresses of the caller's network.
function nameOf(cause: unknown): TextPart {
  for (let error = cause; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string') return error.code
  }
  return cause instanceof Error ? cause.name : text({ zh: '未说明原因', en: 'no reason given' })
}

// An error of a library may contain the whole request with its Authorization header. Only message and stack are kept.
function bare(cause: unknown): Error {
  const copy = new Error(cause instanceof Error ? cause.message : 'the transport threw no Error')
  if (cause instanceof Error) {
    copy.name = cause.name
    if (cause.stack !== undefined) copy.stack = cause.stack
  }
  return copy
}

function receiptFor({ operation }: Prepared, { attempt }: Attempt, answer: TransportAnswer) {
  const header = (name: string) => answer.header(name) ?? ''
  return {
    operation: operation.id,
    status: answer.status,
    request_id: requestIdOf(answer),
    attempts: attempt,
    signature: {
      'wechatpay-timestamp': header('wechatpay-timestamp'),
      'wechatpay-nonce': header('wechatpay-nonce'),
      'wechatpay-signature': header('wechatpay-signature'),
      'wechatpay-serial': header('wechatpay-serial'),
    },
    body: answer.body,
  }
}
