import { compile, isRecord } from '@card-member/sdk/contract'
import { parsed } from './body-text.ts'
import { type Difference, same, differenceWords as words } from './difference.ts'
import { type Exchange, headerOf, type PassedAnswer } from './exchange.ts'
import { judgeError, judgeHeaders, judgeReply } from './judge-answer.ts'
import { type JudgedRequest, judgeRequest } from './judge-request.ts'
import { KnownCards } from './known-cards.ts'
import { type Match, matchOperation } from './match-operation.ts'
import { Redactor } from './redactor.ts'

/** One line of the journal. */
export interface JournalEntry {
  readonly time: string
  readonly ms: number
  /** The id of the operation; undefined when the contract has none. */
  readonly operation: string | undefined
  readonly method: string
  readonly path: string
  readonly input: unknown
  readonly request_headers: readonly string[]
  readonly request_bytes: number
  readonly status: number | undefined
  readonly headers: readonly string[] | undefined
  readonly answer: unknown
  readonly answer_bytes: number | undefined
  /** Why there is no whole answer. */
  readonly failure: string | undefined
  readonly differences: readonly Difference[]
}

/** Makes an entry of the journal from a call, and finds where the answer differs from what our platform would have answered. */
export class Observer {
  readonly #redactor = new Redactor()
  readonly #cards = new KnownCards(this.#redactor)

  async observe(exchange: Exchange): Promise<JournalEntry> {
    const { time, ms, method, target, headers, body, answer, failure } = exchange
    const match = matchOperation(method, target)
    const request = match && (await judgeRequest(match, exchange))
    const reply = answer && (await parsed(answer.body, answer.headers))
    const input = request?.input ?? {}
    return {
      time: time.toISOString(),
      ms: Math.round(ms),
      operation: match?.operation.id,
      method: /^[A-Z]{1,16}$/.test(method) ? method : 'other',
      path: match?.operation.path ?? this.#redactor.path(target),
      input: match && this.#redactor.value(input, compile(match.operation).input),
      request_headers: this.#redactor.headers(headers),
      request_bytes: body.bytes,
      status: answer?.status,
      headers: answer && this.#redactor.headers(answer.headers),
      answer: answer && this.#shown(answer, reply, match, input),
      answer_bytes: answer?.body.bytes,
      failure,
      differences: answer?.complete ? await this.#differences(match, request, answer, reply) : [],
    }
  }

  async #differences(
    match: Match | undefined,
    request: JudgedRequest | undefined,
    answer: PassedAnswer,
    reply: unknown,
  ): Promise<Difference[]> {
    const { status, headers, body } = answer
    if (match === undefined) {
      const served = status !== 404 && status !== 405
      return served ? [{ kind: 'path', at: '', ours: words.noOperation, observed: same(String(status)) }] : []
    }
    const found = judgeHeaders(status, headers)
    if (status < 400 && status !== 200) found.push({ kind: 'status', at: '', ours: same('200'), observed: same(String(status)) })
    // What was too long to be kept is not judged.
    if (body.content === undefined) return found
    if (!isRecord(reply)) return [...found, { kind: 'body', at: '', ours: words.json, observed: words.notJson }]
    if (status >= 400) found.push(...judgeError(status, reply, headers, this.#redactor))
    else found.push(...(await judgeReply(match.operation, reply, this.#redactor)))
    if (request === undefined) return found
    const { issue, input } = request
    if (issue !== undefined && status < 400)
      found.push({ kind: 'request', at: issue.at, ours: words.refused(issue.issue), observed: words.accepted(status) })
    if (issue === undefined && reply.code === 'PARAM_ERROR')
      found.push({ kind: 'request', at: fieldOf(reply), ours: words.accepts, observed: same(`${status} PARAM_ERROR`) })
    return [...found, ...this.#cards.judge({ match, input, status, reply })]
  }

  #shown(
    { status, headers, body }: PassedAnswer,
    reply: unknown,
    match: Match | undefined,
    input: Readonly<Record<string, unknown>>,
  ): unknown {
    if (!isRecord(reply)) {
      const type = /^[a-z]+\/[a-z.+-]+/i.exec(headerOf(headers, 'content-type') ?? '')?.[0]
      return body.bytes === 0 ? undefined : (type ?? 'unknown')
    }
    if (status < 400) return this.#redactor.value(reply, match && compile(match.operation).reply)
    const values = [...textsOf(input)]
    const { code, message, detail } = reply
    return {
      code: typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : this.#redactor.value(code, undefined),
      message: typeof message === 'string' ? this.#redactor.message(message, values) : this.#redactor.value(message, undefined),
      ...(isRecord(detail) ? { field: fieldOf(reply) || undefined, detail: this.#redactor.value(detail, undefined) } : {}),
    }
  }
}

function fieldOf({ detail }: Record<string, unknown>): string {
  const field = isRecord(detail) ? detail.field : undefined
  return typeof field === 'string' && /^[a-z_/]{1,64}$/.test(field) ? field : ''
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (Array.isArray(value)) for (const entry of value) yield* textsOf(entry)
  else if (isRecord(value)) for (const entry of Object.values(value)) yield* textsOf(entry)
}
