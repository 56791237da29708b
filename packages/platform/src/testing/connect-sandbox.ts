import type { ActiveFault, ClockState, RecordedNotification, RecordedRequest, SandboxState } from '@card-member/service/sandbox-wire'
import type { ClockChange, FaultRule, MemberCard, MemberExchange, MemberJoin, Reset } from '../sandbox/controls.ts'

export { callFaults, type FaultKind, notificationFaults } from '@card-member/service/sandbox-wire'
export { faultTargets } from '../sandbox/fault-targets.ts'

/** A control answered with an error; `message` says why. */
export class SandboxApiError extends Error {
  override readonly name = 'SandboxRefusal'
  readonly status: number
  /** An API code such as `PARAM_ERROR` or `INVALID_REQUEST`. */
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const snapshotType = 'application/x-ndjson'

/** The controls of a platform's sandbox. */
export class SandboxClient {
  readonly #base: string
  readonly #token: string | undefined

  constructor(url: string, token: string | undefined) {
    this.#base = `${url.replace(/\/+$/, '')}/_sandbox`
    this.#token = token
  }

  /** Acts as a member does in WeChat. */
  readonly members = {
    /** Gets a card: it is UNACTIVATED, and the merchant is notified. */
    join: (input: MemberJoin): Promise<{ readonly user_card_state: string; readonly user_card_code?: string }> =>
      this.#post('/members/join', input),
    /** Deletes the card; this is final, and the merchant is notified. */
    delete: (input: MemberCard): Promise<{ readonly user_card_state: string }> => this.#post('/members/delete', input),
    /** Exchanges points for a coupon; the merchant is asked to confirm. */
    exchange: (input: MemberExchange): Promise<{ readonly record_id: string }> => this.#post('/members/exchange', input),
    /** Opens the card: the merchant is asked for the points balance. */
    askForPoints: (input: MemberCard): Promise<object> => this.#post('/members/ask-for-points', input),
  }

  /** The platform's clock. Notifications that become due are sent. */
  readonly clock = {
    get: (): Promise<ClockState> => this.#get('/clock'),
    set: (change: ClockChange): Promise<ClockState> => this.#post('/clock', change),
  }

  /** Fault rules. */
  readonly faults = {
    add: (rule: FaultRule): Promise<ActiveFault> => this.#post('/faults', rule),
    list: (): Promise<ActiveFault[]> => this.#get('/faults'),
    /** Removes one rule by its id, or all. */
    remove: (id?: string): Promise<ActiveFault[]> =>
      this.#send('DELETE', id === undefined ? '/faults' : `/faults?id=${encodeURIComponent(id)}`),
  }

  readonly notifications = {
    /** The newest first. */
    list: (last = 20): Promise<RecordedNotification[]> => this.#get(`/notifications?last=${last}`),
    /** Resolves when every due notification was attempted. */
    deliver: (): Promise<RecordedNotification[]> => this.#post('/notifications/deliver', {}),
    /** Sends all notifications to one URL; `null` means each template's `notify_url`. */
    forward: (url: string | null): Promise<SandboxState> => this.#post('/forward', { url }),
  }

  state(): Promise<SandboxState> {
    return this.#get('/')
  }

  /** The last received requests, newest first, with the reason when a signature is wrong. */
  requests(last = 20): Promise<RecordedRequest[]> {
    return this.#get(`/requests?last=${last}`)
  }

  /** Deletes all data, or that of members only, all rules and recorded requests; the clock is the system clock again. */
  reset(which: Reset = {}): Promise<SandboxState> {
    return this.#post('/reset', which)
  }

  /** All data, one line of JSON per row; personal data stays encrypted with this platform's storage keys. */
  async snapshot(): Promise<string> {
    return (await this.#fetch('GET', '/snapshot')).text()
  }

  /** Replaces all data by a snapshot. */
  async restore(snapshot: string): Promise<SandboxState> {
    return json(await this.#fetch('POST', '/restore', { type: snapshotType, text: snapshot }))
  }

  #get<Result>(path: string): Promise<Result> {
    return this.#send('GET', path)
  }

  #post<Result>(path: string, input: object): Promise<Result> {
    return this.#send('POST', path, { type: 'application/json', text: JSON.stringify(input) })
  }

  async #send<Result>(method: string, path: string, body?: Body): Promise<Result> {
    return json(await this.#fetch(method, path, body))
  }

  async #fetch(method: string, path: string, body?: Body): Promise<Response> {
    const headers = {
      ...(this.#token === undefined ? {} : { Authorization: `Bearer ${this.#token}` }),
      ...(body === undefined ? {} : { 'Content-Type': body.type }),
    }
    const answer = await fetch(this.#base + path, { method, headers, ...(body === undefined ? {} : { body: body.text }) })
    if (answer.ok) return answer
    const text = await answer.text()
    throw toApiError(answer.status, text)
  }
}

interface Body {
  readonly type: string
  readonly text: string
}

/**
 * Connects to the controls of a platform that runs with `--sandbox`.
 *
 * @example
 * const token = readFileSync('data/sandbox.token', 'utf8').trim()
 * const sandbox = connectSandbox('http://127.0.0.1:8080', { token })
 * await sandbox.faults.add({ fault: 'answer_lost', on: 'invalidateUserCard' })
 */
export function connectSandbox(url: string, options: { readonly token?: string | undefined } = {}): SandboxClient {
  return new SandboxClient(url, options.token)
}

async function json<Result>(answer: Response): Promise<Result> {
  return JSON.parse(await answer.text())
}

function toApiError(status: number, text: string): SandboxApiError {
  if (status === 404 && text === '') return new SandboxApiError(404, 'NOT_FOUND', 'This platform has no sandbox; start it with --sandbox.')
  try {
    const { code, message }: { code: string; message: string } = JSON.parse(text)
    return new SandboxApiError(status, code, message)
  } catch {
    return new SandboxApiError(status, 'UNKNOWN', `The platform answered with status ${status}.`)
  }
}
