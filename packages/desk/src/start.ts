import { parseDatabaseUrl } from '@card-member/service/database'
import { ProcessLock } from '@card-member/service/process-lock'
import type { AppParts } from './app.ts'
import { ConfirmationLoop } from './audit/confirmation-loop.ts'
import { Desk } from './desk.ts'
import type { DemoOffer } from './facade/demo.ts'
import { type DeskOptions, defaultDatabase, openParts } from './parts.ts'

/** How to run a desk with its server. */
export interface ServerOptions extends DeskOptions {
  /** 0 is any free port, and the default. */
  readonly port?: number
  /** The address to listen at; 127.0.0.1 by default. */
  readonly host?: string
  /**
   * What a demo offers to its visitors, who sign in by a click. It has an effect only at 127.0.0.1, ::1 and localhost, and without `public_url` and
   * `oidc`.
   */
  readonly demo?: DemoOffer
  /** What callers may take before they are known: connections, time, memory. */
  readonly limits?: AppParts['limits']
}

/** A running desk. */
export interface RunningDesk extends AsyncDisposable {
  /** `http://HOST:PORT`. */
  readonly url: string
  /** The link by which the first administrator joins, while there are no staff; it works once. */
  readonly first_link: string | undefined
  /** Stops accepting, finishes what is under way, closes the database. */
  close(): Promise<void>
}

/**
 * Starts a desk: its server, and the background work on batches and unknown outcomes.
 *
 * @throws {InUseError} when another server works on the same SQLite file
 * @throws {ConnectionsError} one line about an error in the connections file
 * @example
 * await using desk = await startDesk({ database: 'sqlite:./data/desk.db', connections: 'connections.json', port: 8090 })
 */
export async function startDesk(options: ServerOptions): Promise<RunningDesk> {
  const { port = 0, host = '127.0.0.1', public_url, limits } = options
  const offer = isOwnMachine(host) && public_url === undefined && options.oidc === undefined ? options.demo : undefined
  await using starting = new AsyncDisposableStack()
  const place = parseDatabaseUrl(options.database ?? defaultDatabase)
  const lock = place.kind === 'sqlite' ? starting.use(ProcessLock.take(place.file, 'desk')) : undefined
  let url = ''
  const parts = starting.use(await openParts(options, () => public_url ?? url))
  const { context, processes, log } = parts
  // Commands open a desk without a server, and wait for none of this.
  const [{ createApp, metricsOf }, { Worker }] = await Promise.all([import('./app.ts'), import('./domain/batch/worker.ts')])
  const metrics = metricsOf(context)
  const worker = starting.use(new Worker(context, processes, metrics))
  const confirmations = starting.use(new ConfirmationLoop(context))
  const desk = new Desk(parts, () => worker.poke(), offer)
  const image_origins = [...new Set(context.connections.all.map(({ base_url }) => new URL(base_url).origin))]
  const app = await createApp({ desk, metrics, log, down: () => context.database.down(), public_url, limits, image_origins })
  starting.defer(() => app.close())
  url = await app.listen({ port, host })
  lock?.announce(url)
  await processes.announce(public_url ?? url)
  await worker.start()
  confirmations.start()
  const first_link = await desk.sessions.firstLink()
  const started = starting.move()
  const close = () => started.disposeAsync()
  return { url, first_link, close, [Symbol.asyncDispose]: close }
}

// By another address, or through a proxy, others than whoever started the demo would sign in by a click.
function isOwnMachine(host: string): boolean {
  return ['127.0.0.1', '::1', 'localhost'].includes(host)
}
