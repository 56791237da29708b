/**
 * What the controls of a sandbox answer over HTTP: the platform writes it, whoever drives a sandbox reads it.
 */

/** Faults of calls. */
export const callFaults = [
  'answer_lost',
  'connection_reset',
  'delay',
  'rate_limited',
  'system_error',
  'bad_gateway',
  'wrong_signature',
  'signature_probe',
  'wrong_serial',
  'skewed_clock',
] as const
/** Faults of notifications. */
export const notificationFaults = ['notification_duplicate', 'notification_reorder', 'notification_late'] as const
/** Any fault. */
export type FaultKind = (typeof callFaults)[number] | (typeof notificationFaults)[number]

/** The state of the clock. */
export interface ClockState {
  readonly mode: 'real' | 'frozen'
  /** ISO 8601 in UTC. */
  readonly now: string
}

/** An active rule. */
export interface ActiveFault {
  readonly id: string
  readonly rule: {
    readonly fault: FaultKind
    /** An operation's id such as `invalidateUserCard`, or an event such as `USER_CARD.CREATE`; all of them when left out. */
    readonly on?: string
    /** How often it was to apply. */
    readonly count?: number
    /** From 0 to 1. */
    readonly probability?: number
    /** Of `delay`, in milliseconds. */
    readonly delay_ms?: number
    /** Of `skewed_clock` and `notification_late`, in seconds. */
    readonly seconds?: number
  }
  /** How often it still applies; `null` without a limit. */
  readonly remaining: number | null
  readonly injected: number
}

/** The state of a sandbox. */
export interface SandboxState {
  readonly clock: ClockState
  readonly faults: readonly ActiveFault[]
  /** Where all notifications go; `null` for each template's `notify_url`. */
  readonly forward: string | null
}

/** Whether a signature is valid, and if not, the likely reason. */
export interface SignatureCheck {
  readonly valid: boolean
  /** The line of the signed message that differs, 1 to 5, if known. */
  readonly line?: number
  /** Stable name of the reason, such as `query_left_out`. */
  readonly code?: string
  readonly issue?: string
  /** That line as the caller signed it, when a known mistake fits; secrets are hidden. */
  readonly signed_line?: string
}

/** One request as it was received and answered. What is not known is left out of the JSON. */
export interface RecordedRequest {
  readonly request_id: string
  readonly time: string
  readonly operation: string
  readonly method: string
  readonly target: string
  readonly caller_kind?: 'partner' | 'brand' | undefined
  /** A merchant number, or a brand id. */
  readonly caller_id?: string | undefined
  readonly serial_no?: string | undefined
  /** The message that was signed; personal data and secrets are hidden. */
  readonly signed_message?: string | undefined
  readonly signature?: SignatureCheck | undefined
  readonly status?: number | undefined
  readonly answer?: string | undefined
  /** The injected fault, if any. */
  readonly fault?: FaultKind | undefined
}

/** A notification in the outbox. */
export interface RecordedNotification {
  readonly id: string
  readonly event: string
  readonly brand_id: string
  readonly card_id: string
  readonly openid: string
  readonly state: 'pending' | 'delivered' | 'given_up'
  readonly attempts: number
  readonly next_time: string
  /** `accepted`, or why the last attempt failed, such as `timeout`. */
  readonly last_result: string | null
  /** HTTP status of the last answer. */
  readonly last_status: number | null
  /** Diagnostic text about the last failure. */
  readonly last_detail: string | null
}
