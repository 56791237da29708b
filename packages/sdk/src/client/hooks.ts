import type { Outcome } from './outcome.ts'

/** The fields of every event. No event contains a secret or member data. */
export interface CallEvent {
  /** Unique for each call, and the same for all of its attempts. */
  readonly call_id: string
  /** Stable id, such as `invalidateUserCard`. */
  readonly operation: string
  readonly method: string
  /** The path template: its `{placeholders}` are never filled in. */
  readonly path: string
}

/** One attempt of a call. */
export interface RequestEvent extends CallEvent {
  /** 1 for the first attempt. */
  readonly attempt: number
  readonly host: 'primary' | 'backup'
  /** Host and port that the attempt goes to, such as `api.mch.weixin.qq.com:443`. */
  readonly server: string
}

/** How an attempt ended. */
export interface ResponseEvent extends RequestEvent {
  /** Missing when no answer came. */
  readonly status: number | undefined
  readonly request_id: string | undefined
  /** From signing to the last byte verified, in milliseconds. */
  readonly ms: number
  readonly outcome: Outcome
  /** Of the failure; missing on success. */
  readonly code: string | undefined
}

/** A failed attempt that is followed by another. */
export interface RetryEvent extends ResponseEvent {
  /** How long until the next attempt, in milliseconds. */
  readonly delay_ms: number
}

/** How a call ended. */
export interface CallEndEvent extends CallEvent {
  /** How many requests were made. */
  readonly attempts: number
  /** Of the last answer; missing when none came. */
  readonly status: number | undefined
  readonly request_id: string | undefined
  /** All attempts, and the waiting before and between them, in milliseconds. */
  readonly ms: number
  readonly outcome: Outcome
  /** Of the failure; missing on success. */
  readonly code: string | undefined
}

/**
 * Functions that are called as a call goes on, for logs, counters and spans. What they throw is ignored. An input that breaks
 * the contract ends before its call starts, so no hook sees it.
 *
 * @example
 * new CardMember(credential, { hooks: { onResponse: (event) => log.info(event) } })
 */
export interface Hooks {
  /** Before the first attempt waits for anything. Every start is followed by one end. */
  readonly onCallStart?: ((event: CallEvent) => void) | undefined
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  readonly onCallEnd?: ((event: CallEndEvent) => void) | undefined
}

/** Calls a hook; whatever it does, the call goes on. */
export function callHook<Event>(hook: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    const answer = hook?.(event)
    if (answer instanceof Promise) answer.catch(() => undefined)
  } catch {
    // A broken log must not break, or hide, an invalidation.
  }
}

/** Makes one object of hooks out of several, which are called in their order; `undefined` when there are none. */
export function combineHooks(given: Hooks | readonly Hooks[] | undefined): Hooks | undefined {
  if (given === undefined || !isList(given)) return given
  if (given.length === 0) return undefined
  const all =
    <Event>(hookOf: (hooks: Hooks) => ((event: Event) => unknown) | undefined) =>
    (event: Event) => {
      for (const hooks of given) callHook(hookOf(hooks), event)
    }
  return {
    onCallStart: all((hooks) => hooks.onCallStart),
    onRequest: all((hooks) => hooks.onRequest),
    onResponse: all((hooks) => hooks.onResponse),
    onRetry: all((hooks) => hooks.onRetry),
    onCallEnd: all((hooks) => hooks.onCallEnd),
  }
}

function isList(given: Hooks | readonly Hooks[]): given is readonly Hooks[] {
  return Array.isArray(given)
}
