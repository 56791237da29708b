import type { IncomingMessage } from 'node:http'
import { isRecord, type Operation } from '@card-member/sdk/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type BodyLimits, BodyReader } from './body-reader.ts'
import { RouteHandler, type RouteServices } from './route-handler.ts'
import type { AnyHandler, Handlers, OperationVariant, ServedContract, ServedOperation } from './served-operation.ts'

/** What `serve` needs. */
export interface Service<C extends ServedContract, Admission, Caller> extends RouteServices<Admission, Caller> {
  readonly contract: C
  readonly handlers: Handlers<C, Caller>
  readonly variants?: readonly OperationVariant<Caller>[]
  /** Paths that nothing serves, though one of an operation looks like them. */
  readonly absent?: readonly string[]
  readonly limits: BodyLimits
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the handler reads the body as a stream. */
    readonly upload?: boolean
  }
}

const multipartLimit = 3 * 1024 * 1024

/** Adds a route for each operation of a contract: validated in, serialised once out. */
export function serve<const C extends ServedContract, Admission, Caller>(
  app: FastifyInstance,
  service: Service<C, Admission, Caller>,
): void {
  // The signature is over the raw bytes, so nothing may parse them before it has been verified.
  app.removeAllContentTypeParsers()
  const bodies = new BodyReader(service.limits)
  app.addContentTypeParser('*', async ({ routeOptions: { config, bodyLimit } }: FastifyRequest, payload: IncomingMessage) =>
    config.upload ? undefined : bodies.read(payload, bodyLimit ?? 0),
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
  for (const { operation, handler } of routes) {
    const route = new RouteHandler(operation, service, handler)
    app.route({
      method: operation.method,
      ...(operation.encoding === 'multipart' ? { bodyLimit: multipartLimit } : {}),
      config: { upload: operation.upload !== undefined },
      url: operation.path.replaceAll(/\{([a-z_0-9]+)\}/g, ':$1'),
      onRequest: (request, reply) => route.onRequest(request, reply),
      handler: (request, reply) => route.handle(request, reply),
      errorHandler: (error, request, reply) => route.onError(error, request, reply),
    })
  }
}

interface Route<Caller> {
  readonly operation: ServedOperation
  readonly handler: AnyHandler<Caller>
}

function routesOf<const C extends ServedContract, Admission, Caller>(service: Service<C, Admission, Caller>): Route<Caller>[] {
  const { contract, handlers, variants = [] } = service
  return Object.keys(contract).flatMap((id) => {
    const operation = contract[id]
    if (operation === undefined) return []
    const handler = handlerOf(handlers, id)
    const others = variants.flatMap(({ variantOf, complete }): Route<Caller>[] => {
      const variant = variantOf(operation)
      if (variant === undefined) return []
      return [{ operation: variant, handler: (input, context) => handler({ ...input, ...complete(context.caller, input) }, context) }]
    })
    return [{ operation, handler }, ...others]
  })
}

// The types of Handlers prove that each handler takes what its operation's schema describes; the schema is checked before
// the call, so the erased type is safe.
function handlerOf<C extends ServedContract, Caller>(handlers: Handlers<C, Caller>, id: keyof C): AnyHandler<Caller> {
  return handlers[id] as AnyHandler<Caller>
}

// The router takes an empty segment for a parameter; no field of a path may be empty, so it names nothing.
function hasEmptySegment({ params }: FastifyRequest): boolean {
  return isRecord(params) && Object.values(params).includes('')
}

// Before anything of the body is read: where nothing is served, its size and type do not matter.
function refuseUnknown(operations: readonly Operation[], absent: readonly string[]) {
  const paths = operations.map(({ path }) => new RegExp(`^${path.replaceAll(/\{[a-z_0-9]+\}/g, '[^/]+')}$`))
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const [path = ''] = (request.raw.url ?? '').split('?')
    await reply.code(!absent.includes(path) && paths.some((known) => known.test(path)) ? 405 : 404).send()
  }
}
