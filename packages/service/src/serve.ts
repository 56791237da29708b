import type { IncomingMessage } from 'node:http'
import { check, Fault, gather, type Input, isRecord, type Operation, pathFields, Refusal, type Reply } from '@card-member/sdk/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { addressKey } from './address-key.ts'
import { type BodyLimits, BodyReader } from './body-reader.ts'
import type { Answer, Edge, Exchange, Outcome } from './exchange.ts'
import { describeFault, type FaultAnswer, paramFault } from './fault-answer.ts'
import { callersFault } from './framework-fault.ts'
import { readHeader } from './read-header.ts'
import { Cut, type Rehearsal } from './rehearsal.ts'
import { bodyOf, refuseEncoded, uploadOf } from './request-body.ts'
import { makeRequestId, withResult } from './request-id.ts'

/** What a handler is told beside its input. */
export interface Call<Caller> {
  readonly caller: Caller
  readonly request_id: string
  readonly operation: Operation
}

/** One handler for each operation of a contract; a missing one does not compile. */
export type Handlers<C extends Readonly<Record<string, Operation>>, Caller> = {
  readonly [Id in keyof C]: (input: Input<C[Id]>, call: Call<Caller>) => Promise<Reply<C[Id]>>
}

/** Another way to reach operations: a variant of the declaration, and what its input lacks because it follows from the rest. */
export interface Dialect<Caller> {
  readonly variantOf: (operation: Operation) => Operation | undefined
  readonly complete: (caller: Caller, input: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
}

/** What `serve` needs. */
export interface Service<C extends Readonly<Record<string, Operation>>, Ticket, Caller> {
  readonly contract: C
  readonly handlers: Handlers<C, Caller>
  readonly dialects?: readonly Dialect<Caller>[]
  /** Paths that nothing serves, though one of an operation looks like them. */
  readonly absent?: readonly string[]
  readonly edge: Edge<Ticket, Caller>
  readonly limits: BodyLimits
  readonly rehearsal?: Rehearsal | undefined
  /** Told of every answered request. */
  readonly onAnswer: (exchange: Exchange, outcome: Outcome) => void
  /** Told of every fault of ours. */
  readonly onError: (exchange: Exchange, error: unknown) => void
}

type Handle<Caller> = (input: Record<string, unknown>, call: Call<Caller>) => Promise<unknown>

const encoder = new TextEncoder()
const empty = new Uint8Array()
const uploadLimit = 3 * 1024 * 1024

/** Adds a route for each operation of a contract: validated in, serialised once out. */
export function serve<const C extends Readonly<Record<string, Operation>>, Ticket, Caller>(
  app: FastifyInstance,
  service: Service<C, Ticket, Caller>,
): void {
  // The signature is over the raw bytes, so nothing may parse them before it has been verified.
  app.removeAllContentTypeParsers()
  const bodies = new BodyReader(service.limits)
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) =>
    bodies.read(payload, request.routeOptions.bodyLimit ?? 0),
  )
  const routes = routesOf(service)
  const refuse = refuseUnknown(
    routes.map(({ operation }) => operation),
    service.absent ?? [],
  )
  app.setNotFoundHandler(refuse)
  app.addHook('onRequest', async (request, reply) => {
    if (reply.sent) return
    if (request.is404 || hasEmptySegment(request)) await refuse(request, reply)
  })
  for (const { operation, handle } of routes) {
    const line = new Line(operation, service, handle)
    app.route({
      method: operation.method,
      ...(operation.encoding === 'multipart' ? { bodyLimit: uploadLimit } : {}),
      url: operation.path.replaceAll(/\{([a-z_]+)\}/g, ':$1'),
      onRequest: (request, reply) => line.admit(request, reply),
      handler: (request, reply) => line.answer(request, reply),
      errorHandler: (error, request, reply) => line.refuse(error, request, reply),
    })
  }
}

interface Route<Caller> {
  readonly operation: Operation
  readonly handle: Handle<Caller>
}

function routesOf<const C extends Readonly<Record<string, Operation>>, Ticket, Caller>(
  service: Service<C, Ticket, Caller>,
): Route<Caller>[] {
  const { contract, handlers, dialects = [] } = service
  return Object.keys(contract).flatMap((id) => {
    const operation = contract[id]
    if (operation === undefined) return []
    const handle = handlerOf(handlers, id)
    const variants = dialects.flatMap((dialect): Route<Caller>[] => {
      const variant = dialect.variantOf(operation)
      if (variant === undefined) return []
      return [{ operation: variant, handle: (input, call) => handle({ ...input, ...dialect.complete(call.caller, input) }, call) }]
    })
    return [{ operation, handle }, ...variants]
  })
}

// The types of Handlers prove that each handler takes what its operation's schema describes; the schema is checked before
// the call, so the erased type is safe.
function handlerOf<C extends Readonly<Record<string, Operation>>, Caller>(handlers: Handlers<C, Caller>, id: keyof C): Handle<Caller> {
  return handlers[id] as Handle<Caller>
}

type Watched = 'edge' | 'rehearsal' | 'onAnswer' | 'onError'

interface Visit<Ticket> {
  readonly exchange: Exchange
  readonly ticket: Ticket
}

/** The way of the requests of one operation. */
class Line<Ticket, Caller> {
  readonly #operation: Operation
  readonly #service: Pick<Service<Record<string, Operation>, Ticket, Caller>, Watched>
  readonly #handle: Handle<Caller>
  readonly #visits = new WeakMap<FastifyRequest, Visit<Ticket>>()

  constructor(operation: Operation, service: Pick<Service<Record<string, Operation>, Ticket, Caller>, Watched>, handle: Handle<Caller>) {
    this.#operation = operation
    this.#service = service
    this.#handle = handle
  }

  /** Before the body is read: a caller who cannot be right gets no megabyte of our memory. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const exchange = this.#exchange(request)
    try {
      this.#visits.set(request, { exchange, ticket: this.#service.edge.admit(exchange) })
    } catch (error) {
      await this.#fail(exchange, undefined, error, reply)
    }
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const visit = this.#visits.get(request)
    if (visit === undefined) throw new Error('a request reached its handler without admission')
    const { exchange, ticket } = visit
    const { edge } = this.#service
    const body = request.body instanceof Uint8Array ? request.body : empty
    let caller: Caller | undefined
    try {
      if (body.length > 0) refuseEncoded(exchange)
      const upload = await uploadOf(exchange, body)
      const signed = upload?.meta ?? body
      this.#service.rehearsal?.received(exchange, signed)
      caller = await edge.authenticate(exchange, ticket, signed)
      await edge.enter(exchange, caller, body)
      await this.#service.rehearsal?.begin(exchange)
      const input = await edge.open(exchange, caller, this.#gather(request, exchange, bodyOf(this.#operation, body, upload)))
      this.#check(input)
      const result = await this.#handle(input, { caller, request_id: exchange.request_id, operation: this.#operation })
      const bytes = encoder.encode(JSON.stringify(await edge.seal(exchange, caller, result)))
      await this.#send(exchange, caller, { status: 200, code: undefined, result: 0, body: bytes, language: 'zh-CN' }, reply)
    } catch (error) {
      await this.#fail(exchange, caller, error, reply)
    }
  }

  /** Faults that the framework finds before a body is there to be verified. */
  async refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const exchange = this.#visits.get(request)?.exchange ?? this.#exchange(request)
    await this.#fail(exchange, undefined, callersFault(error, this.#operation), reply)
  }

  #exchange(request: FastifyRequest): Exchange {
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

  #gather(request: FastifyRequest, exchange: Exchange, body: unknown): Record<string, unknown> {
    const path = isRecord(request.params) ? request.params : {}
    const query = exchange.target.indexOf('?')
    const gathered = gather(this.#operation, {
      path: Object.fromEntries(pathFields(this.#operation).map((name) => [name, String(path[name])])),
      query: query < 0 ? '' : exchange.target.slice(query + 1),
      body,
    })
    if ('fault' in gathered) throw new Fault('param_error', { ...gathered.fault })
    return gathered.input
  }

  #check(input: Record<string, unknown>): void {
    const [first] = check(this.#operation.input, input)
    if (first) throw paramFault(this.#operation, input, first)
  }

  async #fail(exchange: Exchange, caller: Caller | undefined, error: unknown, reply: FastifyReply): Promise<void> {
    if (error instanceof Cut) return cut(reply)
    if (!(error instanceof Refusal)) this.#service.onError(exchange, error)
    await this.#send(
      exchange,
      caller,
      describeFault(error instanceof Refusal ? error : new Fault('system_error'), exchange.header('accept-language')),
      reply,
    )
  }

  async #send(exchange: Exchange, caller: Caller | undefined, answer: FaultAnswer, reply: FastifyReply): Promise<void> {
    const signature = await this.#service.edge.sign(exchange, caller, answer.body)
    const right: Answer = {
      status: answer.status,
      body: answer.body,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Language': answer.language,
        'Cache-Control': 'no-cache, must-revalidate',
        'X-Content-Type-Options': 'nosniff',
        'Request-ID': withResult(exchange.request_id, answer.result),
        ...signature,
      },
    }
    let final = right
    try {
      final = (await this.#service.rehearsal?.end(exchange, right)) ?? right
    } catch (error) {
      if (error instanceof Cut) return cut(reply)
      throw error
    }
    await reply.code(final.status).headers(final.headers).send(final.body)
    const name = caller === undefined ? undefined : this.#service.edge.name(caller)
    this.#service.onAnswer(exchange, { status: final.status, code: answer.code, caller: name, ms: performance.now() - exchange.arrived })
  }
}

function cut(reply: FastifyReply): void {
  reply.hijack()
  reply.raw.destroy()
}

// The router takes an empty segment for a parameter; no field of a path may be empty, so it names nothing.
function hasEmptySegment({ params }: FastifyRequest): boolean {
  return isRecord(params) && Object.values(params).includes('')
}

// Before anything of the body is read: where nothing is served, its size and type do not matter.
function refuseUnknown(operations: readonly Operation[], absent: readonly string[]) {
  const paths = operations.map(({ path }) => new RegExp(`^${path.replaceAll(/\{[a-z_]+\}/g, '[^/]+')}$`))
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const [path = ''] = (request.raw.url ?? '').split('?')
    await reply.code(!absent.includes(path) && paths.some((known) => known.test(path)) ? 405 : 404).send()
  }
}
