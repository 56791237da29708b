import { type Operation, PlatformError } from '@card-member/sdk/contract'
import type { AnswerHeaders, Edge, RequestContext } from '@card-member/service'
import { contract } from '../contract/contract.ts'
import { DeskError } from '../contract/desk-error.ts'
import { files } from '../contract/files.ts'
import { passiveHeader } from '../contract/operation.ts'
import type { Actor, Sessions } from '../facade/sessions.ts'
import type { Cookie } from './cookie.ts'

/** Who makes a request: a staff member who is signed in, or a visitor who is not. */
export interface DeskCaller {
  readonly actor: Actor | undefined
  /** Of their session. */
  readonly token: string | undefined
  /** Where it comes from, as far as this process can tell. */
  readonly address: string
  /** What the browser calls itself. */
  readonly device: string
}

const open = new Set<Operation>([...Object.values(contract), ...Object.values(files)].filter(({ permission }) => permission === 'anyone'))

/** The desk's steps of a request: the cookie of a session, the origin of its own pages, JSON. */
export class DeskEdge implements Edge<undefined, DeskCaller> {
  readonly #sessions: Sessions
  readonly #cookie: Cookie
  readonly #origins: () => readonly string[]

  /**
   * @param cookie the one of a session
   * @param origins where the desk's pages may come from
   */
  constructor(sessions: Sessions, cookie: Cookie, origins: () => readonly string[]) {
    this.#sessions = sessions
    this.#cookie = cookie
    this.#origins = origins
  }

  /** A browser says where a request comes from; another site's page may not use the cookie that it sends along. */
  onRequest({ method, header }: RequestContext): undefined {
    const origin = header('origin')
    const foreign = method !== 'GET' && origin !== undefined && !this.#origins().includes(origin)
    if (foreign || header('sec-fetch-site') === 'cross-site') throw new DeskError('foreign_origin')
  }

  async authenticate({ header, address, operation }: RequestContext): Promise<DeskCaller> {
    const token = this.#cookie.read(header('cookie'))
    const passive = operation === files.batchEvents || (operation.method === 'GET' && header(passiveHeader) === 'true')
    return { actor: await this.#sessions.actorOf(token, { passive }), token, address, device: header('user-agent') ?? '' }
  }

  async preHandler({ header, operation }: RequestContext, { actor }: DeskCaller, body: Uint8Array): Promise<void> {
    if (actor === undefined && !open.has(operation)) throw new DeskError('not_signed_in')
    if (body.length > 0 && !/^application\/json\s*(;|$)/i.test(header('content-type') ?? '')) throw new PlatformError('media_type')
  }

  /** No answer of the desk is kept by a browser or a proxy. */
  async onSend(): Promise<AnswerHeaders> {
    return { 'Cache-Control': 'no-store' }
  }

  nameOf({ actor }: DeskCaller): string | undefined {
    return actor?.staff_id
  }
}
