import { readFile } from 'node:fs/promises'
import { isRecord } from '@card-member/sdk/contract'
import { DeskError, type DeskErrorKind } from '../contract/desk-error.ts'

const timeout_ms = 15_000

// What the platform's rules refuse, by their names in its catalogue.
const known: Readonly<Record<string, DeskErrorKind>> = {
  already_member: 'sandbox_member_has_card',
  user_card_not_found: 'sandbox_card_unknown',
  state_forbids: 'sandbox_card_ended',
}

/** The controls of a platform that runs with `--sandbox`, over HTTP. The token is read for each call: a restart may have made another. */
export class SandboxControls {
  readonly #base: string
  readonly #tokenFile: string | undefined

  /** @param tokenFile path of the file that has the token of the controls */
  constructor(base_url: string, tokenFile: string | undefined) {
    this.#base = `${base_url.replace(/\/+$/, '')}/_sandbox`
    this.#tokenFile = tokenFile
  }

  /** Whether the connections file says where the token is. */
  get reachable(): boolean {
    return this.#tokenFile !== undefined
  }

  /** @throws {DeskError} sandbox_token_missing, sandbox_token_wrong, sandbox_unreachable, sandbox_refused and what is known of it */
  get<Result>(path: string): Promise<Result> {
    return this.#send('GET', path)
  }

  /** @throws {DeskError} as `get` */
  post<Result>(path: string, input: object): Promise<Result> {
    return this.#send('POST', path, input)
  }

  /** @throws {DeskError} as `get` */
  delete<Result>(path: string): Promise<Result> {
    return this.#send('DELETE', path)
  }

  async #send<Result>(method: string, path: string, input?: object): Promise<Result> {
    const token = await this.#token()
    const headers = { authorization: `Bearer ${token}`, ...(input === undefined ? {} : { 'content-type': 'application/json' }) }
    const body = input === undefined ? {} : { body: JSON.stringify(input) }
    const bounds = { redirect: 'error', signal: AbortSignal.timeout(timeout_ms) } as const
    const answer = await fetch(this.#base + path, { method, headers, ...body, ...bounds }).catch(() => undefined)
    if (answer === undefined) throw new DeskError('sandbox_unreachable', { field: 'name' })
    const text = await answer.text().catch(() => '')
    if (!answer.ok) throw refusal(answer.status, text)
    return parsed(text)
  }

  async #token(): Promise<string> {
    const token = this.#tokenFile === undefined ? '' : await readFile(this.#tokenFile, 'utf8').catch(() => '')
    if (token.trim() === '') throw new DeskError('sandbox_token_missing', { field: 'name' })
    return token.trim()
  }
}

function parsed<Result>(text: string): Result {
  try {
    return JSON.parse(text)
  } catch {
    throw new DeskError('sandbox_unreachable', { field: 'name' })
  }
}

function refusal(status: number, text: string): DeskError {
  if (status === 401 || status === 403) return new DeskError('sandbox_token_wrong', { field: 'name' })
  const body = bodyOf(text)
  if (body === undefined) return new DeskError('sandbox_unreachable', { field: 'name', status })
  const { kind = '', message = '' } = body
  return new DeskError(known[kind] ?? 'sandbox_refused', { issue: message })
}

// A platform without controls answers 404 without a body.
function bodyOf(text: string): { readonly kind?: string; readonly message?: string } | undefined {
  try {
    const body: unknown = JSON.parse(text)
    if (!isRecord(body)) return undefined
    return { kind: String(body.kind ?? ''), message: String(body.message ?? '') }
  } catch {
    return undefined
  }
}
