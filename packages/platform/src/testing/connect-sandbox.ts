import type {
  ActiveFault,
  ClockChange,
  ClockState,
  FaultRule,
  MemberCard,
  MemberExchange,
  MemberJoin,
  RecordedNotification,
  RecordedRequest,
} from '../sandbox/controls.ts'

export { callFaults, type FaultKind, notificationFaults } from '../sandbox/fault-names.ts'
export { faultTargets } from '../sandbox/fault-targets.ts'

/** What the sandbox is set to. */
export interface SandboxState {
  readonly clock: ClockState
  readonly faults: readonly ActiveFault[]
  /** Where all notifications go; `null` for each template's `notify_url`. */
  readonly forward: string | null
}

/** A control that was refused; `message` says why. */
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

  /** Acts as the member does in WeChat. */
  readonly members = {
    /** Takes a card through the join component: it is UNACTIVATED, and its merchant is told. */
    join: (input: MemberJoin): Promise<{ readonly user_card_state: string; readonly user_card_code?: string }> =>
      this.#post('/members/join', input),
    /** Deletes the card, for good; its merchant is told. */
    delete: (input: MemberCard): Promise<{ readonly user_card_state: string }> => this.#post('/members/delete', input),
    /** Begins an exchange of points for a coupon; its merchant is asked. */
    exchange: (input: MemberExchange): Promise<{ readonly record_id: string }> => this.#post('/members/exchange', input),
    /** Opens the card, so that its merchant is asked for the balance. */
    askForPoints: (input: MemberCard): Promise<object> => this.#post('/members/ask-for-points', input),
  }

  /** The platform's clock: `real` or `frozen`, at a time, or moved on. What becomes due is sent. */
  readonly clock = {
    get: (): Promise<ClockState> => this.#get('/clock'),
    set: (change: ClockChange): Promise<ClockState> => this.#post('/clock', change),
  }

  /** What goes wrong. */
  readonly faults = {
    add: (rule: FaultRule): Promise<ActiveFault> => this.#post('/faults', rule),
    list: (): Promise<ActiveFault[]> => this.#get('/faults'),
    /** Takes one rule away by its id, or all of them. */
    remove: (id?: string): Promise<ActiveFault[]> =>
      this.#send('DELETE', id === undefined ? '/faults' : `/faults?id=${encodeURIComponent(id)}`),
  }

  readonly notifications = {
    /** The newest first. */
    list: (last = 20): Promise<RecordedNotification[]> => this.#get(`/notifications?last=${last}`),
    /** Resolves when all that are due have been tried. */
    deliver: (): Promise<RecordedNotification[]> => this.#post('/notifications/deliver', {}),
    /** Sends all of them to one place instead of each template's `notify_url`; `null` ends that. */
    forward: (url: string | null): Promise<SandboxState> => this.#post('/forward', { url }),
  }

  state(): Promise<SandboxState> {
    return this.#get('/')
  }

  /** The last requests that arrived, the newest first, with what was wrong with their signatures. */
  requests(last = 20): Promise<RecordedRequest[]> {
    return this.#get(`/requests?last=${last}`)
  }

  /** Removes every row, rule and recorded request; the clock is the machine's again. */
  reset(): Promise<SandboxState> {
    return this.#post('/reset', {})
  }

  /** Every row, a line of JSON each; personal values stay encrypted with this platform's storage keys. */
  async snapshot(): Promise<string> {
    return (await this.#fetch('GET', '/snapshot')).text()
  }

  /** Puts a snapshot in place of all that is there. */
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
 * Reaches the controls of a platform that runs with `--sandbox`.
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
