import { createServer, inScope, Metrics, type ServerLimits, serveReference } from '@card-member/service'
import type { Log } from '@card-member/service/log'
import { fastifyCookie } from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import { contract } from './contract/contract.ts'
import { files } from './contract/files.ts'
import type { Desk } from './desk.ts'
import { reading } from './domain/context.ts'
import { serveConsole } from './routes/console-page.ts'
import { cookiesOf } from './routes/cookie.ts'
import { DeskEdge } from './routes/edge.ts'
import { handlersOf } from './routes/handlers.ts'
import { serveMemberPage } from './routes/member-page.ts'
import { protectAnswers } from './routes/protection.ts'
import { serveSignIn } from './routes/sign-in.ts'
import { countUnknownOutcomes } from './store/invalidations.ts'
import { countOpenNotifications } from './store/notifications.ts'

/** What the desk's server is made of. */
export interface AppParts {
  readonly desk: Desk
  readonly metrics: Metrics
  readonly log: Log
  /** Which connections of the database cannot be reached. */
  readonly down: Parameters<typeof createServer>[0]['down']
  /** Where browsers reach the desk, when that is not where it listens. */
  readonly public_url: string | undefined
  /** What callers may take before they are known. */
  readonly limits: ServerLimits | undefined
  /** Where pictures of cards may come from, besides WeChat Pay's own servers. */
  readonly image_origins: readonly string[]
}

/** The numbers that a desk keeps about itself. */
export function metricsOf(context: Parameters<typeof reading>[0]): Metrics {
  const metrics = new Metrics()
  const waiting = () => countOpenNotifications(reading(context))
  metrics.watch('card_member_notifications_waiting', 'Notifications that wait for their first or next attempt', waiting)
  const unknown = () => countUnknownOutcomes(reading(context))
  metrics.watch('card_member_invalidations_unknown', "Invalidations of members' cards whose outcome is unknown", unknown)
  return metrics
}

/** Wires the desk's server: its routes call the desk's public methods. */
export async function createApp({ desk, metrics, log, down, public_url, limits, image_origins }: AppParts): Promise<FastifyInstance> {
  const { app, serve } = createServer({
    limits,
    uploads: true,
    // A desk that has another address for browsers has a proxy before it, which says where they come from.
    trustProxy: public_url === undefined ? false : (_address: string, hop: number) => hop === 0,
    metrics,
    log,
    down,
    caller_field: 'staff_id',
  })
  const secure = public_url?.startsWith('https:') ?? false
  protectAnswers(app, secure)
  // Cookies are parsed where they are needed, not at every request.
  await app.register(fastifyCookie, { hook: false })
  const cookies = cookiesOf(app, secure)
  const known = public_url === undefined ? undefined : [new URL(public_url).origin]
  const origins = () => known ?? ownOrigins(app.listeningOrigin)
  await inScope(app, (scope) => serveSignIn(scope, desk.sessions, cookies))
  await serveMemberPage(app, desk.memberPage, log)
  await serve({
    contract: { ...contract, ...files },
    handlers: handlersOf(desk, cookies.session),
    edge: new DeskEdge(desk.sessions, cookies.session, origins),
    // A value may be a password, a code or an OpenID.
    echo_values: false,
    // A filter that is misspelt would show everything.
    strict_query: true,
  })
  serveReference(app, { title: 'card-member desk API', document_url: '/api/openapi.json' })
  await serveConsole(app, { image_origins, secure })
  return app
}

// A server on loopback is reached by either of its names.
function ownOrigins(origin: string): string[] {
  return [origin, origin.replace('//127.0.0.1:', '//localhost:')]
}
