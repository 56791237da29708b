import { check, Fault, locationOf } from '@card-member/sdk/contract'
import type { Edge, Exchange } from '@card-member/service'
import { DeskRefusal } from '../contract/refusal.ts'
import type { Actor } from '../staff/actor.ts'
import type { Staff } from '../staff/staff.ts'

/** Who makes a call: someone who is signed in, or nobody yet. */
export interface Visitor {
  readonly actor: Actor | undefined
  readonly cookie: string | undefined
  /** Where it comes from, as far as this process can tell. */
  readonly address: string
}

/** How the desk lets requests in: by the cookie of a session, from its own pages, as JSON. */
export class DeskEdge implements Edge<undefined, Visitor> {
  readonly #staff: Staff
  readonly #origins: () => readonly string[]
  readonly #cookies = new Map<string, readonly string[]>()

  /** @param origins where the desk's pages may come from */
  constructor(staff: Staff, origins: () => readonly string[]) {
    this.#staff = staff
    this.#origins = origins
  }

  admit({ method, header }: Exchange): undefined {
    refuseForeign(method, header, this.#origins())
  }

  async authenticate({ header, address }: Exchange): Promise<Visitor> {
    const cookie = header('cookie')
    return { actor: await this.#staff.actorOf(cookie), cookie, address }
  }

  async enter({ header }: Exchange, _visitor: Visitor, body: Uint8Array): Promise<void> {
    if (body.length > 0 && !/^application\/json\s*(;|$)/i.test(header('content-type') ?? '')) throw new Fault('media_type')
  }

  /** Checked here, before the server does: its refusals repeat what is wrong, which may be a password, a code or an OpenID. */
  async open({ operation }: Exchange, _visitor: Visitor, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const [fault] = check(operation.input, input)
    if (fault === undefined) return input
    const { pointer, issue } = fault
    const [, name = ''] = pointer.split('/')
    const location = locationOf(operation, name)
    throw new Fault('param_error', { field: location === 'body' ? pointer : name, issue, location })
  }

  async seal(_exchange: Exchange, _visitor: Visitor, reply: unknown): Promise<unknown> {
    return reply
  }

  /** Cookies that an answer is to set. */
  setCookies(request_id: string, cookies: readonly string[]): void {
    this.#cookies.set(request_id, cookies)
  }

  async sign({ request_id }: Exchange): Promise<Record<string, string | string[]>> {
    const cookies = this.#cookies.get(request_id)
    this.#cookies.delete(request_id)
    return cookies === undefined ? {} : { 'Set-Cookie': [...cookies] }
  }

  name({ actor }: Visitor): string {
    return actor?.staff_id ?? ''
  }
}

/** A browser says where a request comes from; another site's page may not use the cookie that it sends along. */
export function refuseForeign(method: string, header: (name: string) => string | undefined, origins: readonly string[]): void {
  if (method === 'GET') return
  const origin = header('origin')
  if (header('sec-fetch-site') === 'cross-site' || (origin !== undefined && !origins.includes(origin)))
    throw new DeskRefusal('foreign_origin')
}
