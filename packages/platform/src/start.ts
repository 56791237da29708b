import { dirname } from 'node:path'
import type { Clock } from '@card-member/sdk/protocol'
import { type Log, makeLog, ProcessLock, type ServerLimits } from '@card-member/service'
import { agreeOnKeys, openDatabase, parseDatabaseUrl } from '@card-member/service/database'
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
  /** `sqlite:FILE` or `postgres://…`; `sqlite:./data/platform.db` unless told otherwise. */
  readonly database?: string
  /** 0 is any free port, and the default. */
  readonly port?: number
  /** The address to listen at; 127.0.0.1 unless told otherwise. */
  readonly host?: string
  /** Where keys are made when the tenants file names none; beside the SQLite file, or `./data`. */
  readonly folder?: string
  /** Where callers reach the platform, such as `https://cards.example.com`; the address it listens at unless told otherwise. */
  readonly public_url?: string
  /** Whether this process delivers notifications; it does unless told otherwise. Those of others are found in the database. */
  readonly notify?: boolean
  /** Controls for rehearsal under `/_sandbox/`, behind a token; off unless told otherwise. Elsewhere than on loopback it has to be given. */
  readonly sandbox?: boolean | { readonly token: string }
  /** What callers may take before they are known: connections, time, memory. */
  readonly limits?: ServerLimits
  readonly clock?: Clock
  readonly log?: Log
}

/** A running platform. */
export interface Platform extends AsyncDisposable {
  /** `http://HOST:PORT`. */
  readonly url: string
  /** What callers need to know of the platform's key. */
  readonly wechatpay_public_key_id: string
  /** PEM. */
  readonly wechatpay_public_key: string
  /** What the sandbox's controls ask for, when it has one; kept as `sandbox.token` in the folder unless it was given. */
  readonly sandbox_token: string | undefined
  /** Reads the tenants file again; a mistake in it rejects and leaves the tenants in force. */
  reload(): Promise<void>
  /** Stops accepting, finishes what is in flight, closes the database. */
  close(): Promise<void>
}

/**
 * Starts a platform; it accepts calls when the promise resolves.
 *
 * @throws {TenantsError} one line about a mistake in the tenants file
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
  // What is wrong with it is told before anything is made.
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
