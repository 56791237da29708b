import type { Clock } from '../protocol/clock.ts'
import { text } from '../text.ts'
import type { ExtraFields } from './extra.ts'
import type { Hooks } from './hooks.ts'
import type { RateLimiter } from './limiter.ts'
import {
  aFunction,
  aMoment,
  anObject,
  aSignal,
  checkOptions,
  having,
  type OptionCheck,
  type OptionChecks,
  oneOf,
  positiveNumber,
  queryValues,
  textOrFalse,
  wholeNumber,
} from './option-kind.ts'
import type { Sleep } from './sleep.ts'
import type { ProxyOption, Transport } from './transport.ts'

/**
 * Options of one call, always the last argument.
 *
 * @example
 * await api.userCards.get(code, { brand_id, card_id, openid }, { timeout_ms: 5_000, signal: controller.signal })
 */
export interface CallOptions {
  /** Ends the call at any stage with a `TransportError` ABORTED. */
  readonly signal?: AbortSignal | undefined
  /** For the whole call, waiting and repetitions included, in milliseconds; default 30,000. */
  readonly timeout_ms?: number | undefined
  /** For each try, in milliseconds; default 10,000. */
  readonly attempt_timeout_ms?: number | undefined
  /** Greatest number of tries; default 3. 1 never repeats. */
  readonly max_attempts?: number | undefined
  /**
   * No try is signed with a later timestamp than this: milliseconds since 1970, or a `Date`. It is compared with the very
   * timestamp that goes into the Authorization header, after all waiting, so that no request of the call can be accepted by
   * the platform more than 300 seconds after it, whatever happens to this process or to its clock. Past it the call ends with
   * a `NotSignedError` SIGN_BEFORE_PASSED.
   */
  readonly sign_before?: number | Date | undefined
  /**
   * Awaited before each try is signed, after all other waiting: the last moment at which a try can be held back. When it
   * throws, the call ends with a `NotSignedError` SIGNING_REFUSED, and nothing of the try has left.
   */
  readonly before_sign?: ((signing: Signing) => unknown) | undefined
  /** Fields that the contract does not know yet; other unknown fields of an input are refused. */
  readonly extra?: ExtraFields | undefined
}

/** What `before_sign` is told. */
export interface Signing {
  /** 1 for the first try. */
  readonly attempt: number
}

/** How the client keeps to the platform's limits. */
export interface RateLimitOptions {
  /** Calls per second and operation; default what the contract says of each, mostly 5. */
  readonly per_second?: number | undefined
  /** Wait in a queue (default), or end with `RateLimitError`. Not with a limiter of your own. */
  readonly when_full?: 'wait' | 'refuse' | undefined
  /** One that several clients share, or that you wrote. */
  readonly limiter?: RateLimiter | undefined
}

/** Options of a client; those of a call are defaults for all of its calls. */
export interface CardMemberOptions extends Omit<CallOptions, 'signal' | 'sign_before' | 'before_sign' | 'extra'> {
  /** `false` switches the local limiter off. */
  readonly rate_limit?: false | RateLimitOptions | undefined
  /**
   * Where to go when no connection is possible. Default `https://api2.mch.weixin.qq.com` when `base_url` is WeChat Pay's
   * own, else none; `false` for none.
   */
  readonly backup_url?: string | false | undefined
  /** Language of the platform's error messages; its default is `zh-CN`. */
  readonly language?: 'zh-CN' | 'en' | 'zh-HK' | 'zh-TW' | undefined
  /** One object of hooks, or several, which are called in their order. */
  readonly hooks?: Hooks | readonly Hooks[] | undefined
  /**
   * The proxy to go through, on Node: its address, such as `http://user:password@host:3128`, or `'environment'` for HTTPS_PROXY,
   * HTTP_PROXY and NO_PROXY. `false` for none. Default: what Node itself does, which is none unless NODE_USE_ENV_PROXY is 1.
   * Other runtimes read the environment by themselves. Not with a transport of your own.
   */
  readonly proxy?: ProxyOption | undefined
  /** Default: `node:http` on Node, `fetch` elsewhere. */
  readonly transport?: Transport | undefined
  /** Milliseconds since 1970, for timestamps and their checks; default `Date.now`. */
  readonly clock?: Clock | undefined
  /** Milliseconds from any fixed moment, for deadlines; default `performance.now`. */
  readonly elapsed?: Clock | undefined
  readonly sleep?: Sleep | undefined
  /** 0 up to 1, for the jitter between tries; default `Math.random`. */
  readonly random?: (() => number) | undefined
}

/** The bounds of one call. */
export interface Bounds {
  readonly timeout_ms: number
  readonly attempt_timeout_ms: number
  readonly max_attempts: number
}

const defaults: Bounds = { timeout_ms: 30_000, attempt_timeout_ms: 10_000, max_attempts: 3 }

const bounds = { timeout_ms: positiveNumber, attempt_timeout_ms: positiveNumber, max_attempts: wholeNumber }

const ofExtra: Readonly<Record<keyof ExtraFields, OptionCheck>> = { query: queryValues, body: anObject }

const ofCall: Readonly<Record<keyof CallOptions, OptionCheck>> = {
  ...bounds,
  signal: aSignal,
  sign_before: aMoment,
  before_sign: aFunction,
  extra: (_name, value) => checkOptions(value, ofExtra, 'extra', text({ zh: ' extra ', en: 'extra' })),
}

const ofRate: Readonly<Record<keyof RateLimitOptions, OptionCheck>> = {
  per_second: positiveNumber,
  when_full: oneOf('wait', 'refuse'),
  limiter: having('take'),
}

const ofHooks: Readonly<Record<keyof Hooks, OptionCheck>> = {
  onCallStart: aFunction,
  onRequest: aFunction,
  onResponse: aFunction,
  onRetry: aFunction,
  onCallEnd: aFunction,
}

const ofClient: Readonly<Record<keyof CardMemberOptions, OptionCheck>> = {
  ...bounds,
  rate_limit: (_name, value) => {
    if (value !== false) checkOptions(value, ofRate, 'rate_limit', text({ zh: ' rate_limit ', en: 'rate_limit' }))
  },
  backup_url: textOrFalse,
  language: oneOf('zh-CN', 'en', 'zh-HK', 'zh-TW'),
  hooks: (_name, value) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    for (const hooks of list) checkOptions(hooks ?? null, ofHooks, 'hooks', text({ zh: ' hooks ', en: 'hooks' }))
  },
  proxy: textOrFalse,
  transport: having('send'),
  clock: aFunction,
  elapsed: aFunction,
  sleep: aFunction,
  random: aFunction,
}

/**
 * Refuses options that a client does not have, and values that they cannot have.
 *
 * @param more options beside those of a client
 * @throws {OptionError}
 */
export function checkClientOptions(given: unknown, more: OptionChecks = {}): void {
  checkOptions(given, { ...ofClient, ...more }, 'options', text({ zh: '客户端', en: 'a client' }))
}

/** The bounds that checked options ask for, over those of the client. */
export function readBounds(options: CallOptions, over: Bounds = defaults): Bounds {
  return {
    timeout_ms: options.timeout_ms ?? over.timeout_ms,
    attempt_timeout_ms: options.attempt_timeout_ms ?? over.attempt_timeout_ms,
    max_attempts: options.max_attempts ?? over.max_attempts,
  }
}

/**
 * Checks the last argument of a call.
 *
 * @throws {OptionError}
 */
export function readCallOptions(given: unknown): CallOptions {
  expectCallOptions(given)
  return given ?? {}
}

/**
 * Checks the last argument of `call`: its request holds every field, so nothing is extra.
 *
 * @throws {OptionError}
 */
export function readDirectCallOptions(given: unknown): CallOptions {
  const { extra: _, ...checks } = ofCall
  checkOptions(given, checks, 'options', text({ zh: ' call ', en: 'call' }))
  return readCallOptions(given)
}

function expectCallOptions(given: unknown): asserts given is CallOptions | undefined {
  checkOptions(given, ofCall, 'options', text({ zh: '调用', en: 'a call' }))
}
