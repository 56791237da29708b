import { Readable } from 'node:stream'
import { check, gather, HttpError, isRecord, PlatformError, pathFields, unknownQueryName } from '@card-member/sdk/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressKey } from './address-key.ts'
import type { Answer, AnswerHeaders, Edge, RequestContext, ResponseSummary } from './edge.ts'
import { errorAnswer, errorHeaders, paramError } from './error-answer.ts'
import { eventStream, eventStreamHeaders, type ServerEvent } from './event-stream.ts'
import { callerError } from './framework-error.ts'
import { ConnectionReset, type Interceptor } from './interceptor.ts'
import { readHeader } from './read-header.ts'
import { bodyOf, refuseEncoded, uploadOf } from './request-body.ts'
import { makeRequestId, withResult } from './request-id.ts'
import type { AnyHandler, Download, ServedOperation, UploadContext } from './served-operation.ts'
import { drainUpload, readUploadBody } from './upload-body.ts'

/** What the routes of one server share. */
export interface RouteServices<Admission, Caller> {
  readonly edge: Edge<Admission, Caller>
  /** Whether an error about a field repeats its value, where that can hold nothing personal. */
  readonly echo_values: boolean
  /** Whether a name in the query that the operation does not declare is an error. WeChat Pay ignores it. */
  readonly strict_query: boolean
  /** Aborted when the server closes. */
  readonly closing: AbortSignal
  /** How long the sender of an upload may pause. */
  readonly upload_idle_ms: number
  readonly interceptor: Interceptor | undefined
  /** Told of every answered request. */
  readonly onResponse: (context: RequestContext, summary: ResponseSummary) => void
  /** Told of every failure of the server's own. */
  readonly onError: (context: RequestContext, error: unknown) => void
}

interface Admitted<Admission> {
  readonly context: RequestContext
  readonly admission: Admission
}

/** How long a reader of events has, when the server closes, for the last of them. */
const lastWords_ms = 1_000
const encoder = new TextEncoder()
/** How much of an unknown name an error repeats. */
const longestName = 64
const empty = new Uint8Array()

/** Takes the requests of one operation through their steps. */
export class RouteHandler<Admission, Caller> {
  readonly #operation: ServedOperation
  readonly #services: RouteServices<Admission, Caller>
  readonly #handler: AnyHandler<Caller>
  readonly #admitted = new WeakMap<FastifyRequest, Admitted<Admission>>()

  constructor(operation: ServedOperation, services: RouteServices<Admission, Caller>, handler: AnyHandler<Caller>) {
    this.#operation = operation
    this.#services = services
    this.#handler = handler
  }

  /** Before the body is read: a caller who is refused anyway takes no memory for it. */
  async onRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const context = this.#contextOf(request)
    try {
      this.#admitted.set(request, { context, admission: this.#services.edge.onRequest(context) })
    } catch (error) {
      await this.#fail(context, undefined, error, request, reply)
    }
  }

  async handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const admitted = this.#admitted.get(request)
    if (admitted === undefined) throw new Error('a request reached its handler without admission')
    const { context, admission } = admitted
    const { edge, interceptor } = this.#services
    const body = request.body instanceof Uint8Array ? request.body : empty
    let caller: Caller | undefined
    try {
      if (body.length > 0 || this.#operation.upload) refuseEncoded(context)
      const parts = await uploadOf(context, body)
      const signed = parts?.meta ?? body
      interceptor?.onReceived(context, signed)
      caller = await edge.authenticate(context, admission, signed)
      await edge.preHandler(context, caller, body)
      await interceptor?.preHandler(context)
      const gathered = this.#gather(request, context, bodyOf(this.#operation, body, parts))
      const input = edge.decrypt ? await edge.decrypt(context, caller, gathered) : gathered
      this.#check(input)
      const headers: Record<string, string | string[]> = {}
      const result = await this.#handler(input, this.#handlerContext(request, reply, context, caller, headers))
      if (this.#operation.events) await this.#sendEvents(context, caller, result as AsyncIterable<ServerEvent>, reply)
      else if (this.#operation.download) await this.#sendFile(context, caller, result as Download, headers, reply)
      else {
        const bytes = encoder.encode(JSON.stringify(edge.encrypt ? await edge.encrypt(context, caller, result) : result))
        await this.#sendJson(
          context,
          caller,
          { status: this.#operation.accepted ? 202 : 200, code: undefined, result: 0, body: bytes, language: 'zh-CN' },
          headers,
          reply,
        )
      }
    } catch (error) {
      await this.#fail(context, caller, error, request, reply)
    }
  }

  /** Answers errors that the framework finds before a body is there to be verified. */
  async onError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const context = this.#admitted.get(request)?.context ?? this.#contextOf(request)
    await this.#fail(context, undefined, callerError(error, this.#operation), request, reply)
  }

  #contextOf(request: FastifyRequest): RequestContext {
    return {
      operation: this.#operation,
      request_id: makeRequestId(),
      method: request.method,
      target: request.raw.url ?? '',
      address: addressKey(request.ip),
      arrived: performance.now(),
      header: (name) => readHeader(request.raw, name),
    }
  }

  #handlerContext(
    { raw }: FastifyRequest,
    reply: FastifyReply,
    { request_id }: RequestContext,
    caller: Caller,
    headers: Record<string, string | string[]>,
  ): UploadContext<Caller, string> {
    const { upload } = this.#operation
    const { closing } = this.#services
    return {
      caller,
      request_id,
      operation: this.#operation,
      // Made where it is asked for: most handlers answer before anything could abort.
      get signal() {
        return AbortSignal.any([closing, goneSignal(reply)])
      },
      setHeader: (name, value) => {
        headers[name] = value
      },
      upload: (tooLarge) => readUploadBody(raw, { limit: upload?.limit ?? 0, idle_ms: this.#services.upload_idle_ms }, tooLarge),
    }
  }

  #gather(request: FastifyRequest, context: RequestContext, body: unknown): Record<string, unknown> {
    const path = isRecord(request.params) ? request.params : {}
    const start = context.target.indexOf('?')
    const query = start < 0 ? '' : context.target.slice(start + 1)
    const unknown = this.#services.strict_query ? unknownQueryName(this.#operation, query) : undefined
    if (unknown !== undefined) {
      const field = unknown.slice(0, longestName)
      throw new PlatformError('param_error', { field, issue: 'is not a field of this query', location: 'query' })
    }
    const gathered = gather(this.#operation, {
      path: Object.fromEntries(pathFields(this.#operation).map((name) => [name, String(path[name])])),
      query,
      body,
    })
    if ('issue' in gathered) throw new PlatformError('param_error', { ...gathered.issue })
    return gathered.input
  }

  #check(input: Record<string, unknown>): void {
    const [first] = check(this.#operation.input, input)
    if (first) throw paramError(this.#operation, this.#services.echo_values ? input : {}, first)
  }

  async #fail(
    context: RequestContext,
    caller: Caller | undefined,
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    if (error instanceof ConnectionReset) return reset(reply)
    if (!(error instanceof HttpError)) this.#services.onError(context, error)
    if (this.#operation.upload) drainUpload(request.raw)
    const answered = error instanceof HttpError ? error : new PlatformError('system_error')
    const answer = errorAnswer(answered, context.header('accept-language'))
    await this.#sendJson(context, caller, answer, errorHeaders(answered), reply)
  }

  async #sendJson(
    context: RequestContext,
    caller: Caller | undefined,
    { status, code, result, language, body }: ReturnType<typeof errorAnswer>,
    headers: AnswerHeaders,
    reply: FastifyReply,
  ): Promise<void> {
    const { edge, interceptor } = this.#services
    const right: Answer = {
      status,
      body,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Language': language,
        'Cache-Control': 'no-cache, must-revalidate',
        'X-Content-Type-Options': 'nosniff',
        'Request-ID': withResult(context.request_id, result),
        ...headers,
        ...(await edge.onSend?.(context, caller, body)),
      },
    }
    let final = right
    try {
      final = (await interceptor?.onSend(context, right)) ?? right
    } catch (error) {
      if (error instanceof ConnectionReset) return reset(reply)
      throw error
    }
    await reply.code(final.status).headers(final.headers).send(final.body)
    this.#summarise(context, caller, final.status, code)
  }

  async #sendFile(
    context: RequestContext,
    caller: Caller,
    { file_name, media_type, content }: Download,
    headers: AnswerHeaders,
    reply: FastifyReply,
  ): Promise<void> {
    if (content instanceof Readable) content.once('error', (error) => this.#services.onError(context, error))
    const own = {
      'Content-Type': media_type,
      'Content-Disposition': `attachment; filename="${file_name}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Request-ID': withResult(context.request_id, 0),
    }
    await reply
      .code(200)
      .headers({ ...own, ...headers })
      .send(content)
    this.#summarise(context, caller, 200, undefined)
  }

  async #sendEvents(context: RequestContext, caller: Caller, events: AsyncIterable<ServerEvent>, reply: FastifyReply): Promise<void> {
    const stream = eventStream(events)
    stream.once('error', (error) => this.#services.onError(context, error))
    const headers = { ...eventStreamHeaders, 'Request-ID': withResult(context.request_id, 0) }
    const disconnect = () => setTimeout(() => reply.raw.destroy(), lastWords_ms).unref()
    this.#services.closing.addEventListener('abort', disconnect)
    reply.raw.once('close', () => this.#services.closing.removeEventListener('abort', disconnect))
    await reply.code(200).headers(headers).send(stream)
    this.#summarise(context, caller, 200, undefined)
  }

  #summarise(context: RequestContext, caller: Caller | undefined, status: number, code: string | undefined): void {
    const name = caller === undefined ? undefined : this.#services.edge.nameOf(caller)
    this.#services.onResponse(context, { status, code, caller: name, ms: performance.now() - context.arrived })
  }
}

/** Aborted when the connection of an answer ends before the answer does. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
}

function reset(reply: FastifyReply): void {
  reply.hijack()
  reply.raw.destroy()
}
