import type { Clock } from '../protocol/clock.ts'
import type { Keyring } from '../protocol/keyring.ts'
import type { Principal } from '../protocol/signature.ts'
import { text } from '../text.ts'
import {
  type BrandCredential,
  type Credential,
  defaultBaseUrl,
  type PreparedCredential,
  prepareCredential,
  readOrigin,
} from './credential.ts'
import { OptionError } from './error.ts'
import { combineHooks, type Hooks } from './hooks.ts'
import { LocalRateLimiter, type RateLimiter } from './limiter.ts'
import { type Bounds, type CardMemberOptions, checkClientOptions, readBounds } from './options.ts'
import { sleep as realSleep, type Sleep } from './sleep.ts'
import type { Transport, TransportOptions } from './transport.ts'
import { version } from './version.ts'

const defaultBackupUrl = 'https://api2.mch.weixin.qq.com'

/** Everything that the calls of one client share. */
export interface Settings {
  readonly principal: Principal
  readonly keyring: Keyring
  readonly apiv3_key: Uint8Array<ArrayBuffer> | undefined
  /** Origins: the primary, then the backup if there is one. */
  readonly hosts: readonly [string, ...string[]]
  readonly bounds: Bounds
  readonly limiter: RateLimiter | undefined
  readonly per_second: number | undefined
  readonly language: string | undefined
  readonly userAgent: string
  readonly transport: Transport
  readonly hooks: Hooks | undefined
  readonly clock: Clock
  readonly elapsed: Clock
  readonly sleep: Sleep
  readonly random: () => number
  /** Calls that run at this moment. */
  readonly running: { calls: number }
}

/**
 * Reads everything that the calls of a client share.
 *
 * @throws {CredentialError | OptionError}
 */
export function readSettings(
  credential: Credential | BrandCredential,
  options: CardMemberOptions,
  createTransport: (options: TransportOptions) => Transport,
): Settings {
  checkClientOptions(options)
  return makeSettings(prepareCredential(credential, options.clock), options, createTransport)
}

/**
 * The same with a credential that is already read.
 *
 * @throws {OptionError}
 */
export function makeSettings(
  credential: PreparedCredential,
  options: CardMemberOptions,
  createTransport: (options: TransportOptions) => Transport,
): Settings {
  const { clock = Date.now, elapsed = () => performance.now(), sleep = realSleep, random = Math.random } = options
  const { principal, keyring, apiv3_key, base_url } = credential
  const running = { calls: 0 }
  const bounds = readBounds(options)
  const rate = options.rate_limit === false ? undefined : (options.rate_limit ?? {})
  const per_second = rate?.per_second
  const backup = backupOf(base_url, options.backup_url)
  if (options.transport !== undefined && options.proxy !== undefined) {
    throw new OptionError(
      'proxy',
      text({
        zh: '不能与 transport 同时指定：自定义 transport 自行决定线路',
        en: 'cannot be given beside transport: a transport goes its own way',
      }),
    )
  }
  const transport = options.transport ?? createTransport({ proxy: options.proxy })
  return {
    principal: eager(principal, running),
    keyring,
    apiv3_key,
    hosts: backup === undefined ? [base_url] : [base_url, backup],
    bounds,
    limiter: rate && (rate.limiter ?? new LocalRateLimiter({ when_full: rate.when_full, elapsed, sleep })),
    per_second,
    language: options.language,
    userAgent: `card-member-sdk/${version}${transport.agent ? ` (${transport.agent})` : ''}`,
    transport,
    hooks: combineHooks(options.hooks),
    clock,
    elapsed,
    sleep,
    random,
    running,
  }
}

function backupOf(base_url: string, wanted: string | false | undefined): string | undefined {
  if (wanted === undefined) return base_url === defaultBaseUrl ? defaultBackupUrl : undefined
  return wanted === false ? undefined : readOrigin(wanted, 'backup_url')
}

// A single call signs faster on its own thread; several calls sign faster in the thread pool.
function eager(principal: Principal, running: { readonly calls: number }): Principal {
  const { key } = principal
  const { signNow } = key
  if (signNow === undefined) return principal
  return { ...principal, key: { ...key, sign: (message) => (running.calls > 1 ? key.sign(message) : Promise.resolve(signNow(message))) } }
}
