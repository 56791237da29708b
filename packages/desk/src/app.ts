import {
  type Exchange,
  inScope,
  type Log,
  Metrics,
  makeServer,
  type Outcome,
  observe,
  type ServerLimits,
  serve,
  usualLimits,
} from '@card-member/service'
import type { FastifyInstance } from 'fastify'
import { contract } from './contract/contract.ts'
import type { Context } from './domain/context.ts'
import { DeskEdge } from './routes/edge.ts'
import { serveFiles } from './routes/files.ts'
import { serveFrontPage } from './routes/front-page.ts'
import { handlersOf } from './routes/handlers.ts'
import { serveSignIn } from './routes/sign-in.ts'
import type { Staff } from './staff/staff.ts'

/** What the desk's server is made of. */
export interface AppParts {
  readonly context: Context
  readonly staff: Staff
  readonly poke: () => void
  readonly log: Log
  /** Where browsers reach the desk, when that is not where it listens. */
  readonly public_url: string | undefined
  /** What callers may take before they are known. */
  readonly limits: ServerLimits | undefined
}

/** Wires the desk's server: routes over subjects over the store. */
export async function createApp({ context, staff, poke, log, public_url, limits }: AppParts): Promise<FastifyInstance> {
  const metrics = new Metrics()
  const inForce = { ...usualLimits, ...limits }
  const app = makeServer({
    limits: inForce,
    uploads: true,
    // A desk that has another address for browsers has a proxy before it, which says where they come from.
    trustProxy: public_url === undefined ? false : (_address: string, hop: number) => hop === 0,
    onRefused: (status, code) => metrics.refused(status, code),
  })
  observe(app, metrics, () => context.database.down())
  const known = public_url === undefined ? undefined : [new URL(public_url).origin]
  const origins = () => known ?? ownOrigins(app.listeningOrigin)
  const edge = new DeskEdge(staff, origins)
  const services = { context, staff, edge, poke }
  await inScope(app, (scope) => serveFiles(scope, services, { log, origins, idle_ms: inForce.headers_ms }))
  await inScope(app, (scope) => serveFrontPage(scope, staff))
  await inScope(app, (scope) => serveSignIn(scope, staff))
  await inScope(app, (scope) =>
    serve(scope, {
      contract,
      handlers: handlersOf(services),
      edge,
      limits: inForce,
      onAnswer: (exchange, outcome) => {
        metrics.answered(exchange, outcome)
        log.info(lineOf(exchange, outcome), 'answered')
      },
      onError: ({ request_id, operation }, error) => log.error({ request_id, operation: operation.id, error }, 'failed'),
    }),
  )
  return app
}

// Whoever listens on loopback is called by either of its names.
function ownOrigins(origin: string): string[] {
  return [origin, origin.replace('//127.0.0.1:', '//localhost:')]
}

function lineOf({ request_id, operation }: Exchange, { status, code, caller, ms }: Outcome) {
  return { request_id, staff_id: caller, operation: operation.id, status, code, ms: Math.round(ms * 1000) / 1000 }
}
