import type { Outcome } from './outcome.ts'

/** One try of a call. Like every event here it holds nothing secret and nothing about a member. */
export interface RequestEvent {
  /** Stable id, such as `invalidateUserCard`. */
  readonly operation: string
  readonly method: string
  /** With `{placeholders}`, never filled in. */
  readonly path: string
  /** 1 for the first try. */
  readonly attempt: number
  readonly host: 'primary' | 'backup'
}

/** How a try ended. */
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

/** A try that will be repeated. */
export interface RetryEvent extends ResponseEvent {
  /** How long until the next try, in milliseconds. */
  readonly delay_ms: number
}

/**
 * Called as a call goes on, for logs and counters. What they throw is ignored.
 *
 * @example
 * new CardMember(credential, { hooks: { onResponse: (event) => log.info(event) } })
 */
export interface Hooks {
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
}

/** Tells a hook; whatever it does, the call goes on. */
export function tell<Event>(hook: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    const answer = hook?.(event)
    if (answer instanceof Promise) answer.catch(() => undefined)
  } catch {
    // A broken log must not break, or hide, an invalidation.
  }
}
