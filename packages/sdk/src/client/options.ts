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
  /** Ends the call at any time with a `TransportError` ABORTED. */
  readonly signal?: AbortSignal | undefined
  /** For the whole call with its waiting and all attempts, in milliseconds; default 30,000. */
  readonly timeout_ms?: number | undefined
  /** For each attempt, in milliseconds; default 10,000. */
  readonly attempt_timeout_ms?: number | undefined
  /** The most attempts of a call; default 3. With 1 it is not repeated. */
  readonly max_attempts?: number | undefined
  /**
   * The latest timestamp that an attempt is signed with: milliseconds since 1970, or a `Date`. It is compared with the timestamp
   * of the Authorization header, after all waiting. The platform accepts no request of the call more than 300 seconds after it,
   * even if this process stops or its clock changes. After it the call ends with a `NotSignedError` SIGN_BEFORE_PASSED.
   */
  readonly sign_before?: number | Date | undefined
  /**
   * Awaited before each attempt is signed, after all other waiting: the last moment at which an attempt can be stopped. When it
   * throws, the call ends with a `NotSignedError` SIGNING_REFUSED, and the attempt is not sent.
   */
  readonly before_sign?: ((signing: Signing) => unknown) | undefined
  /** Fields that the contract does not know yet; other unknown fields of an input are rejected. */
  readonly extra?: ExtraFields | undefined
}

/** The argument of `before_sign`. */
export interface Signing {
  /** 1 for the first attempt. */
  readonly attempt: number
}

/** How the client keeps within the platform's limits. */
export interface RateLimitOptions {
  /** Calls per second and operation; default: the limit of each operation, mostly 5. */
  readonly per_second?: number | undefined
  /** Wait in a queue (default), or end with `RateLimitError`. Not together with `limiter`. */
  readonly when_full?: 'wait' | 'refuse' | undefined
  /** A limiter that several clients share, or your own. */
  readonly limiter?: RateLimiter | undefined
}

/** Options of a client; options of a call are defaults for all of its calls. */
export interface CardMemberOptions extends Omit<CallOptions, 'signal' | 'sign_before' | 'before_sign' | 'extra'> {
  /** `false` switches the local limiter off. */
  readonly rate_limit?: false | RateLimitOptions | undefined
  /**
   * The host that is used when no connection to the first is possible. Default `https://api2.mch.weixin.qq.com` when `base_url` is WeChat Pay's
   * own, else none; `false` for none.
   */
  readonly backup_url?: string | false | undefined
  /** Language of the platform's error messages; the platform's default is `zh-CN`. */
  readonly language?: 'zh-CN' | 'en' | 'zh-HK' | 'zh-TW' | undefined
  /** One object of hooks, or several, which are called in their order. */
  readonly hooks?: Hooks | readonly Hooks[] | undefined
  /**
   * The proxy to go through, on Node: its address, such as `http://user:password@host:3128`, or `'environment'` for HTTPS_PROXY,
   * HTTP_PROXY and NO_PROXY. `false` for none. Default: what Node itself does, which is none unless NODE_USE_ENV_PROXY is 1.
   * Other runtimes read the environment by themselves. Not together with `transport`.
   */
  readonly proxy?: ProxyOption | undefined
  /** Default: `node:http` on Node, `fetch` elsewhere. */
  readonly transport?: Transport | undefined
  /** Milliseconds since 1970, for timestamps and their checks; default `Date.now`. */
  readonly clock?: Clock | undefined
  /** Milliseconds from any fixed moment, for deadlines; default `performance.now`. */
  readonly elapsed?: Clock | undefined
  readonly sleep?: Sleep | undefined
  /** 0 up to 1, for the jitter between attempts; default `Math.random`. */
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
 * Rejects unknown options of a client and wrong values.
 *
 * @param more options beside those of a client
 * @throws {OptionError}
 */
export function checkClientOptions(given: unknown, more: OptionChecks = {}): void {
  checkOptions(given, { ...ofClient, ...more }, 'options', text({ zh: '客户端', en: 'a client' }))
}

/** The bounds of a call: its own options, then those of the client. */
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
