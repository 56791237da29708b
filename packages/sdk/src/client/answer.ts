import { isRecord } from '../contract/check.ts'
import { mapSealed } from '../contract/sealed.ts'
import { SignatureError } from '../protocol/error.ts'
import { open } from '../protocol/seal.ts'
import { isSigned, type SignedRequest, verifyAnswer } from '../protocol/signature.ts'
import { fillText, text } from '../text.ts'
import { callErrors } from './call-errors.ts'
import { explainSignError } from './explain.ts'
import type { Failure } from './failure.ts'
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
  if (distrusted) {
    const { code, message } = distrusted
    return {
      failure: {
        kind: 'answer',
        code,
        message: text({ zh: distrusted.in('zh-CN'), en: message }),
        outcome: 'unknown',
        cause: distrusted,
        ...facts,
      },
    }
  }
  const verified = { verified: true, ...facts }
  const failed = (code: 'ANSWER_EMPTY' | 'ANSWER_NOT_JSON'): AnswerResult => ({
    failure: { kind: 'answer', code, message: callErrors[code](operation.id, String(answer.status)), outcome: 'done', ...verified },
  })
  if (answer.status === 202) {
    return {
      failure: {
        kind: 'api',
        code: 'STILL_PROCESSING',
        message: callErrors.STILL_PROCESSING(operation.id),
        outcome: 'unknown',
        ...verified,
      },
    }
  }
  const expectsObject = operation.reply.type === 'object'
  if (answer.body.length === 0) return expectsObject ? failed('ANSWER_EMPTY') : { reply: undefined }
  const value = parse(answer.body)
  if (value === undefined || (expectsObject && !isRecord(value))) return failed('ANSWER_NOT_JSON')
  try {
    return {
      reply: await mapSealed(operation.reply, value, (text, pointer) => open(text, settings.principal.key, `${operation.id} ${pointer}`)),
    }
  } catch (cause) {
    if (!(cause instanceof SignatureError)) throw cause
    return {
      failure: {
        kind: 'answer',
        code: cause.code,
        message: text({ zh: cause.in('zh-CN'), en: cause.message }),
        outcome: 'done',
        cause,
        ...verified,
      },
    }
  }
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
  if (status < 400)
    return {
      kind: 'gateway',
      code: 'REDIRECTED',
      message: callErrors.REDIRECTED(operation.id, String(status)),
      outcome,
      ...facts,
      ...trust,
    }
  const body = parse(answer.body)
  if (!isRecord(body) || typeof body.code !== 'string' || !/^\w{1,64}$/.test(body.code)) {
    const type = answer.header('content-type')?.slice(0, 100)
    const message = fillText(
      callErrors.GATEWAY_ERROR,
      operation.id,
      text({
        zh: `${status}，${type || '无 Content-Type'}，${answer.body.length} 字节`,
        en: `${status}, ${type || 'no content type'}, ${answer.body.length} bytes`,
      }),
    )
    return { kind: 'gateway', code: 'GATEWAY_ERROR', message, outcome, ...facts, ...trust }
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
