import type { FastifyInstance } from 'fastify'
import type { RequestContext, ResponseSummary } from './edge.ts'
import { inScope } from './in-scope.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { observe } from './observe.ts'
import { type Service, serve } from './serve.ts'
import type { ServedContract } from './served-operation.ts'
import { makeServer, type ServerLimits, type ServerOptions, usualLimits } from './server.ts'

/** What a server is made of. */
export interface ServerParts extends Pick<ServerOptions, 'trustProxy' | 'uploads'> {
  /** Where they differ from the usual ones. */
  readonly limits?: ServerLimits | undefined
  readonly metrics: Metrics
  readonly log: Log
  /** Which connections of the database do not answer. */
  readonly down: () => Promise<readonly string[]>
  /** What the log calls a caller, such as `caller`. */
  readonly caller_field: string
}

/** What a server's own operations are, apart from what all servers do alike. */
export type OwnService<C extends ServedContract, Admission, Caller> = Pick<
  Service<C, Admission, Caller>,
  'contract' | 'handlers' | 'edge'
> &
  Partial<Pick<Service<C, Admission, Caller>, 'variants' | 'absent' | 'interceptor' | 'echo_values' | 'strict_query'>>

/** A server before it listens. */
export interface CreatedServer {
  readonly app: FastifyInstance
  /** Adds the operations of a contract, each logged and counted. */
  serve<const C extends ServedContract, Admission, Caller>(service: OwnService<C, Admission, Caller>): Promise<void>
}

/** Makes a server with limits, health checks, metrics, and one log line for each answer. */
export function createServer({ limits: given, metrics, log, down, caller_field, ...options }: ServerParts): CreatedServer {
  const limits = { ...usualLimits, ...given }
  const app = makeServer({ ...options, limits, onRefused: (status, code) => metrics.refused(status, code) })
  observe(app, metrics, down)
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  const onResponse = (context: RequestContext, summary: ResponseSummary) => {
    metrics.answered(context, summary)
    const { status, code, caller, ms } = summary
    const { request_id, operation } = context
    const line = { request_id, [caller_field]: caller, operation: operation.id, status, code, ms: Math.round(ms * 1000) / 1000 }
    log.info(line, 'answered')
  }
  const onError = ({ request_id, operation }: RequestContext, error: unknown) =>
    log.error({ request_id, operation: operation.id, error }, 'failed')
  return {
    app,
    // In a scope of its own: there bodies stay raw, and unknown paths get empty answers.
    serve: (service) =>
      inScope(app, (scope) =>
        serve(scope, {
          interceptor: undefined,
          echo_values: true,
          strict_query: false,
          ...service,
          limits,
          closing: closing.signal,
          upload_idle_ms: limits.headers_ms,
          onResponse,
          onError,
        }),
      ),
  }
}
