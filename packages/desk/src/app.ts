import { createServer, inScope, type Log, Metrics, type ServerLimits } from '@card-member/service'
import type { FastifyInstance } from 'fastify'
import { contract } from './contract/contract.ts'
import { files } from './contract/files.ts'
import type { Context } from './domain/context.ts'
import { DeskEdge } from './routes/edge.ts'
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
  const { app, serve } = createServer({
    limits,
    uploads: true,
    // A desk that has another address for browsers has a proxy before it, which says where they come from.
    trustProxy: public_url === undefined ? false : (_address: string, hop: number) => hop === 0,
    metrics: new Metrics(),
    log,
    down: () => context.database.down(),
    caller_field: 'staff_id',
  })
  const known = public_url === undefined ? undefined : [new URL(public_url).origin]
  const origins = () => known ?? ownOrigins(app.listeningOrigin)
  await inScope(app, (scope) => serveFrontPage(scope, staff))
  await inScope(app, (scope) => serveSignIn(scope, staff))
  await serve({
    contract: { ...contract, ...files },
    handlers: handlersOf({ context, staff, poke }),
    edge: new DeskEdge(staff, origins),
    // A value may be a password, a code or an OpenID.
    echo_values: false,
  })
  return app
}

// Whoever listens on loopback is called by either of its names.
function ownOrigins(origin: string): string[] {
  return [origin, origin.replace('//127.0.0.1:', '//localhost:')]
}
