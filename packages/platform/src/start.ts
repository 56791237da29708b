import { dirname } from 'node:path'
import type { Clock } from '@card-member/sdk/protocol'
import type { ServerLimits } from '@card-member/service'
import { agreeOnKeys, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { type Log, makeLog } from '@card-member/service/log'
import { ProcessLock } from '@card-member/service/process-lock'
import { createApp } from './app.ts'
import { SandboxClock } from './sandbox/clock.ts'
import { isLoopback, SandboxError } from './sandbox/sandbox-error.ts'
import { readOrCreateToken } from './sandbox/token.ts'
import { ImageFolder } from './store/images.ts'
import { type Schema, tables } from './store/schema.ts'
import { imageFolder, keyFilesOf, storageKeys } from './tenants/key-files.ts'
import { PlatformKeys, readNamedKeys } from './tenants/platform-keys.ts'
import { Tenants } from './tenants/tenants.ts'
import { type LoadedTenants, loadTenantsFile } from './tenants/tenants-file.ts'

/** How to run a platform. */
export interface PlatformOptions {
  /** Path of the tenants file. */
  readonly tenants: string
  /** `sqlite:FILE` or `postgres://…`; default: `sqlite:./data/platform.db`. */
  readonly database?: string
  /** Default: 0, any free port. */
  readonly port?: number
  /** The address to listen at; default: 127.0.0.1. */
  readonly host?: string
  /** The folder of keys when the tenants file names none; default: the folder of the SQLite file, or `./data`. */
  readonly folder?: string
  /** Where callers reach the platform, such as `https://cards.example.com`; default: the address it listens at. */
  readonly public_url?: string
  /** Whether this process delivers notifications, including those that other processes write; default: true. */
  readonly notify?: boolean
  /** Sandbox controls under `/_sandbox/`, protected by a token; default: off. On an address other than loopback, the token is required. */
  readonly sandbox?: boolean | { readonly token: string }
  /** Limits for unauthenticated clients: connections, time, memory. */
  readonly limits?: ServerLimits
  readonly clock?: Clock
  readonly log?: Log
}

/** A running platform. */
export interface Platform extends AsyncDisposable {
  /** `http://HOST:PORT`. */
  readonly url: string
  /** The id of the platform's public key, for callers. */
  readonly wechatpay_public_key_id: string
  /** PEM. */
  readonly wechatpay_public_key: string
  /** The sandbox token, if there is a sandbox; stored as `sandbox.token` in the folder unless it was given. */
  readonly sandbox_token: string | undefined
  /** Reads the tenants file again; rejects when it is wrong, and keeps the current tenants. */
  reload(): Promise<void>
  /** Accepts nothing new, finishes requests and notifications in flight, closes the database. */
  close(): Promise<void>
}

/**
 * Starts a platform; it accepts calls once the promise resolves.
 *
 * @throws {TenantsError} the tenants file is wrong; one line says where
 * @throws {InUseError} when another server works on the same SQLite file
 * @throws {KeysError} naming the keys that the database needs and this process lacks
 * @throws {SandboxError} a sandbox without a token where others can reach it
 * @example
 * await using platform = await startPlatform({ tenants: 'tenants.json', database: 'sqlite:./data/platform.db' })
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const {
    database: databaseText = 'sqlite:./data/platform.db',
    port = 0,
    host = '127.0.0.1',
    notify = true,
    sandbox: wanted = false,
    clock: real = Date.now,
    log = makeLog(),
  } = options
  const sandbox = sandboxOf(wanted, host, real)
  const clock = sandbox?.clock.read ?? real
  const url = parseDatabaseUrl(databaseText)
  const folder = options.folder ?? (url.kind === 'sqlite' ? dirname(url.file) : './data')
  const loaded = loadTenantsFile(options.tenants)
  const tenants = new Tenants(loaded)
  // A wrong tenants file is reported before any file or database is created.
  readNamedKeys(loaded)
  if (loaded.file.platform?.storage_key_file !== undefined) storageKeys(loaded, folder)
  await using starting = new AsyncDisposableStack()
  const lock = url.kind === 'sqlite' ? starting.use(ProcessLock.take(url.file, 'platform')) : undefined
  const database = await openDatabase<Schema>(url, { onConnectionLost: (error) => log.warn({ error }, 'database connection lost') })
  const agree = (given: LoadedTenants) =>
    agreeOnKeys(database, {
      product: 'platform',
      tables,
      files: keyFilesOf(given, folder, readNamedKeys(given)),
      time: Math.floor(clock() / 1000),
    })
  try {
    await agree(loaded)
    const keys = new PlatformKeys(loaded, folder, clock)
    const images = new ImageFolder(imageFolder(folder))
    const token = sandbox && (sandbox.given || readOrCreateToken(folder))
    const app = await createApp({
      database,
      tenants,
      keys,
      vaultKeys: storageKeys(loaded, folder),
      images,
      public_url: options.public_url,
      legacy_paths: loaded.file.platform?.legacy_paths ?? false,
      notify,
      sandbox: sandbox && token ? { clock: sandbox.clock, token } : undefined,
      limits: options.limits,
      clock,
      log,
    })
    const address = await app.listen({ port, host })
    lock?.announce(address)
    const started = starting.move()
    const close = async () => {
      await app.close()
      await started.disposeAsync()
    }
    return {
      url: address,
      sandbox_token: token,
      get wechatpay_public_key_id() {
        return keys.signing.key_id
      },
      get wechatpay_public_key() {
        return keys.signing.public_key
      },
      reload: async () => {
        const next = loadTenantsFile(options.tenants)
        await agree(next)
        tenants.replace(next)
        keys.replace(next, folder)
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

function sandboxOf(wanted: boolean | { readonly token: string }, host: string, real: Clock) {
  if (wanted === false) return undefined
  const given = wanted === true ? '' : wanted.token
  if (given === '' && !isLoopback(host)) throw new SandboxError(host)
  return { clock: new SandboxClock(real), given }
}
