import { type Authorization, parseAuthorization, requestMessage } from '@card-member/sdk/protocol'
import type { Answer, RequestContext } from '@card-member/service'
import type { FaultKind, RecordedRequest } from '@card-member/service/sandbox-wire'
import type { Principal } from '../tenants/principal.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { diagnoseSignature } from './diagnose-signature.ts'
import { redact } from './redact.ts'

const decoder = new TextDecoder()

interface Entry {
  record: RecordedRequest
  readonly body: Uint8Array
  readonly context: RequestContext
}

/** Records the last requests, so that a caller can see what arrived. */
export class Inspector {
  readonly #tenants: Tenants
  readonly #clock: () => number
  readonly #limit: number
  #entries: Entry[] = []

  constructor(tenants: Tenants, clock: () => number, limit = 200) {
    this.#tenants = tenants
    this.#clock = clock
    this.#limit = limit
  }

  received(context: RequestContext, body: Uint8Array): void {
    this.#entry(context, body)
  }

  injected(context: RequestContext, fault: FaultKind): void {
    const entry = this.#entry(context)
    entry.record = { ...entry.record, fault }
  }

  answered(context: RequestContext, { status, body }: Answer): void {
    const entry = this.#entry(context)
    entry.record = { ...entry.record, status, answer: redact(decoder.decode(body), context.operation) }
  }

  /** The last requests, newest first. Signatures are diagnosed here, so that the caller does not wait for it. */
  async last(limit: number): Promise<RecordedRequest[]> {
    const entries = this.#entries.slice(-limit).reverse()
    return Promise.all(entries.map((entry) => this.#explained(entry)))
  }

  clear(): void {
    this.#entries = []
  }

  #entry(context: RequestContext, body: Uint8Array = new Uint8Array()): Entry {
    const known = this.#entries.findLast((entry) => entry.context === context)
    if (known !== undefined) return known
    const { request_id, operation, method, target } = context
    const authorization = parseAuthorization(context.header('authorization') ?? '')
    const time = new Date(this.#clock()).toISOString()
    const who = { ...callerOf(authorization), serial_no: authorization?.serial_no }
    const none = { signed_message: undefined, signature: undefined, status: undefined, answer: undefined, fault: undefined }
    const entry = { context, body, record: { request_id, time, operation: operation.id, method, target, ...who, ...none } }
    this.#entries = [...this.#entries.slice(1 - this.#limit), entry]
    return entry
  }

  async #explained({ record, body, context }: Entry): Promise<RecordedRequest> {
    const authorization = parseAuthorization(context.header('authorization') ?? '')
    if (authorization === undefined) return record
    const { method, target, operation } = context
    const { timestamp, nonce } = authorization
    const message = requestMessage({ method, target, timestamp, nonce, body })
    const shown = { ...record, signed_message: redact(decoder.decode(message), operation) }
    const principal = this.#principal(authorization)
    if (principal === undefined)
      return { ...shown, signature: { valid: false, code: 'serial_unknown', issue: 'this serial_no is not known for this caller' } }
    const host = context.header('host') ?? ''
    const signature = await diagnoseSignature({ method, target, body, host }, authorization, principal)
    const { signed_line } = signature
    return { ...shown, signature: signed_line === undefined ? signature : { ...signature, signed_line: redact(signed_line, operation) } }
  }

  #principal(authorization: Authorization): Principal | undefined {
    const { caller_kind, caller_id } = callerOf(authorization)
    if (caller_kind === undefined || caller_id === undefined) return undefined
    return this.#tenants.principal(caller_kind, caller_id, authorization.serial_no)
  }
}

function callerOf(authorization: Authorization | undefined): Pick<RecordedRequest, 'caller_kind' | 'caller_id'> {
  if (authorization?.mchid !== undefined) return { caller_kind: 'partner', caller_id: authorization.mchid }
  if (authorization?.brand_id !== undefined) return { caller_kind: 'brand', caller_id: authorization.brand_id }
  return { caller_kind: undefined, caller_id: undefined }
}
