import { isRecord } from '../contract/check.ts'
import { mapSealed } from '../contract/sealed.ts'
import { SignatureError } from '../protocol/error.ts'
import { open } from '../protocol/seal.ts'
import { isSigned, type SignedRequest, verifyAnswer } from '../protocol/signature.ts'
import { fillText, type TextPart, text } from '../text.ts'
import { callErrors } from './call-errors.ts'
import { explainSignError } from './explain.ts'
import type { Failure } from './failure.ts'
import type { Outcome } from './outcome.ts'
import { redact } from './redact.ts'
import type { Prepared } from './request.ts'
import type { Settings } from './settings.ts'
import type { TransportAnswer } from './transport.ts'

/** How one attempt ended. */
export type AnswerResult = { readonly reply: unknown } | { readonly failure: Failure }

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Reads an answer: first its status, then the signature over its raw bytes, then its content. */
export async function readAnswer(
  answer: TransportAnswer,
  prepared: Prepared,
  signed: SignedRequest,
  settings: Settings,
): Promise<AnswerResult> {
  const facts = { status: answer.status, request_id: requestIdOf(answer) }
  if (answer.status >= 200 && answer.status < 300) return readSuccess(answer, prepared, settings, facts)
  return { failure: await readError(answer, prepared, signed, settings, facts) }
}

/** `Request-ID` of an answer; some errors have none. */
export function requestIdOf(answer: TransportAnswer): string | undefined {
  return answer.header('request-id')?.slice(0, 128) || undefined
}

type Facts = Pick<Failure, 'status' | 'request_id'>

async function readSuccess(answer: TransportAnswer, { operation }: Prepared, settings: Settings, facts: Facts): Promise<AnswerResult> {
  const distrusted = await verify(answer, settings)
  if (distrusted) return { failure: { ...failureOf(distrusted), outcome: 'unknown', ...facts } }
  const verified = { verified: true, ...facts }
  const ended = (kind: 'api' | 'answer', code: EndCode, outcome: Outcome): AnswerResult => {
    const message = callErrors[code](operation.id, String(answer.status))
    return { failure: { kind, code, message, outcome, ...verified } }
  }
  if (answer.status === 202) return ended('api', 'STILL_PROCESSING', 'unknown')
  const expectsObject = operation.reply.type === 'object'
  if (answer.body.length === 0) return expectsObject ? ended('answer', 'ANSWER_EMPTY', 'done') : { reply: undefined }
  const value = parse(answer.body)
  if (value === undefined || (expectsObject && !isRecord(value))) return ended('answer', 'ANSWER_NOT_JSON', 'done')
  try {
    return {
      reply: await mapSealed(operation.reply, value, (text, pointer) => open(text, settings.principal.key, `${operation.id} ${pointer}`)),
    }
  } catch (cause) {
    if (!(cause instanceof SignatureError)) throw cause
    return { failure: { ...failureOf(cause), outcome: 'done', ...verified } }
  }
}

type EndCode = 'STILL_PROCESSING' | 'ANSWER_EMPTY' | 'ANSWER_NOT_JSON'

function failureOf(cause: SignatureError) {
  return { kind: 'answer', code: cause.code, message: text({ zh: cause.in('zh-CN'), en: cause.message }), cause } as const
}

async function readError(
  answer: TransportAnswer,
  prepared: Prepared,
  signed: SignedRequest,
  settings: Settings,
  facts: Facts,
): Promise<Failure> {
  const { operation } = prepared
  const { status } = answer
  const outcome = status >= 400 && status < 500 ? 'rejected' : 'unknown'
  const distrusted = isSigned(answer.header) ? await verify(answer, settings) : undefined
  const trust = { verified: isSigned(answer.header) && distrusted === undefined, cause: distrusted }
  const byGateway = (code: 'REDIRECTED' | 'GATEWAY_ERROR', said: TextPart): Failure => {
    return { kind: 'gateway', code, message: fillText(callErrors[code], operation.id, said), outcome, ...facts, ...trust }
  }
  if (status < 400) return byGateway('REDIRECTED', String(status))
  const body = parse(answer.body)
  if (!isRecord(body) || typeof body.code !== 'string' || !/^\w{1,64}$/.test(body.code)) {
    const type = answer.header('content-type')?.slice(0, 100)
    const { length } = answer.body
    return byGateway(
      'GATEWAY_ERROR',
      text({
        zh: `${status}，${type || '无 Content-Type'}，${length} 字节`,
        en: `${status}, ${type || 'no content type'}, ${length} bytes`,
      }),
    )
  }
  const { code } = body
  const clean = redact(body, prepared, signed.authorization)
  const server_message = typeof clean.message === 'string' ? clean.message : ''
  const detail = isRecord(clean.detail) ? clean.detail : undefined
  const explanation = status === 401 ? explainSignError(detail, signed.message) : undefined
  const message = text({
    zh: `${operation.id} 返回 ${status} ${code}：${server_message}`,
    en: `${operation.id} was answered ${status} ${code}: ${server_message}`,
  })
  return { kind: 'api', code, message, outcome, server_message, detail, explanation, ...facts, ...trust }
}

async function verify({ body, header }: TransportAnswer, { keyring, clock }: Settings): Promise<SignatureError | undefined> {
  try {
    await verifyAnswer(body, header, keyring, clock, text({ zh: '应答', en: 'the answer' }))
    return undefined
  } catch (error) {
    if (error instanceof SignatureError) return error
    throw error
  }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body))
  } catch {
    return undefined
  }
}
