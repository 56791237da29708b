import type { RehearsalFault } from '../contract/rehearsal-fault.ts'

/** What the controls of a sandbox answer. */
export interface SandboxClock {
  readonly mode: 'real' | 'frozen'
  /** ISO 8601 in UTC. */
  readonly now: string
}

/** A fault rule of a sandbox. */
export interface SandboxFault {
  readonly id: string
  readonly rule: {
    readonly fault: RehearsalFault
    readonly on?: string
    readonly probability?: number
    readonly delay_ms?: number
    readonly seconds?: number
  }
  /** `null` without a limit. */
  readonly remaining: number | null
  readonly injected: number
}

/** The state of a sandbox. */
export interface SandboxState {
  readonly clock: SandboxClock
  readonly faults: readonly SandboxFault[]
  readonly forward: string | null
}

/** A request as a sandbox received it. */
export interface SandboxRequest {
  readonly request_id: string
  readonly time: string
  readonly operation: string
  readonly method: string
  readonly target: string
  readonly caller_kind?: 'partner' | 'brand'
  readonly caller_id?: string
  readonly serial_no?: string
  readonly signed_message?: string
  readonly signature?: {
    readonly valid: boolean
    readonly line?: number
    readonly code?: string
    readonly issue?: string
    readonly signed_line?: string
  }
  readonly status?: number
  readonly answer?: string
  readonly fault?: RehearsalFault
}

/** A notification in the outbox of a sandbox. */
export interface SandboxNotification {
  readonly id: string
  readonly event: string
  readonly brand_id: string
  readonly card_id: string
  readonly openid: string
  readonly state: 'pending' | 'delivered' | 'given_up'
  readonly attempts: number
  readonly next_time: string
  readonly last_result: string | null
  readonly last_status: number | null
  readonly last_detail: string | null
}
