import type { Clock } from '@card-member/sdk/protocol'
import { createServer, inScope, Metrics, type ServerLimits } from '@card-member/service'
import { type Database, migrate, Vault, type VaultKeys } from '@card-member/service/database'
import type { Log } from '@card-member/service/log'
import type { FastifyInstance } from 'fastify'
import { NotificationDispatcher } from './delivery/notification-dispatcher.ts'
import { readStore } from './domain/read.ts'
import { Writer } from './domain/writer.ts'
import { PlatformEdge } from './routes/edge.ts'
import { handlersOf } from './routes/handlers.ts'
import { legacyPaths, legacyVariants } from './routes/legacy.ts'
import { mediaPrefix, serveMedia } from './routes/media.ts'
import { serveApiReference } from './routes/reference.ts'
import { brandDirect, served } from './routes/served.ts'
import type { SandboxClock } from './sandbox/clock.ts'
import { describeControls } from './sandbox/describe-controls.ts'
import { serveSandbox } from './sandbox/routes.ts'
import { Sandbox } from './sandbox/sandbox.ts'
import type { ImageStore } from './store/images.ts'
import { migrationsFor } from './store/migrations/index.ts'
import type { Schema } from './store/schema.ts'
import type { PlatformKeys } from './tenants/platform-keys.ts'
import type { Tenants } from './tenants/tenants.ts'

/** What a platform is made of. */
export interface AppParts {
  readonly database: Database<Schema>
  readonly tenants: Tenants
  readonly keys: PlatformKeys
  readonly vaultKeys: VaultKeys
  readonly images: ImageStore
  /** Where callers reach the platform; the address it listens at unless given. */
  readonly public_url: string | undefined
  /** Whether the paths of older texts are served too. */
  readonly legacy_paths: boolean
  /** Whether this process delivers notifications, once it listens. */
  readonly notify: boolean
  /** The controls for rehearsal, behind a token. */
  readonly sandbox: { readonly clock: SandboxClock; readonly token: string } | undefined
  /** What callers may take before they are known. */
  readonly limits: ServerLimits | undefined
  readonly clock: Clock
  readonly log: Log
}

/** Wires a platform: routes over subjects over the store. Closing it finishes what is in flight and closes the database. */
export async function createApp({
  database,
  tenants,
  keys,
  vaultKeys,
  images,
  public_url,
  legacy_paths,
  notify,
  sandbox: rehearsing,
  limits,
  clock,
  log,
}: AppParts): Promise<FastifyInstance> {
  await migrate(database.write, migrationsFor(database.kind))
  const metrics = new Metrics()
  const vault = new Vault(vaultKeys)
  const address = public_url === undefined ? undefined : new URL(public_url)
  const hosts = address === undefined ? [] : [address.hostname.toLowerCase().replace(/\.$/, '')]
  const sandbox = rehearsing && new Sandbox({ ...rehearsing, hosts, database, tenants, keys })
  const dispatcher = new NotificationDispatcher({ database, tenants, keys, vault, clock, log, metrics, ...sandbox?.delivery })
  const writer = new Writer(
    database,
    (jobs) => metrics.committed(jobs),
    () => dispatcher.wake(),
  )
  const { app, serve } = createServer({ limits, metrics, log, down: () => database.down(), caller_field: 'caller' })
  serveMedia(app, images)
  const origin = () => address?.origin ?? app.listeningOrigin
  serveApiReference(app, sandbox && { origin, paths: describeControls() })
  if (sandbox) await inScope(app, (scope) => serveSandbox(scope, sandbox, { vault, writer, dispatcher, log }), { prefix: '/_sandbox' })
  const handlers = handlersOf({
    store: readStore(database),
    vault,
    tenants,
    keys,
    images,
    clock,
    writer,
    plain_notify_url: sandbox !== undefined,
    mediaPrefix: () => mediaPrefix(origin()),
  })
  await serve({
    contract: served,
    handlers,
    variants: [brandDirect, ...(legacy_paths ? legacyVariants((phone) => vault.keyedHash(phone)) : [])],
    absent: legacy_paths ? [] : legacyPaths,
    edge: new PlatformEdge({ tenants, keys, clock }),
    interceptor: sandbox?.faultInjector,
  })
  if (notify) app.addHook('onListen', async () => dispatcher.start())
  // Notifications on their way end while requests do, so that one wait is enough for both.
  app.addHook('preClose', async () => void dispatcher.close())
  app.addHook('onClose', async () => {
    await writer.drain()
    await dispatcher.close()
    await database.close()
  })
  return app
}
