import type { Context } from '../domain/context.ts'
import type { Actor } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** A way to a platform, without its keys. */
export type ConnectionFacts = Reply<'listConnections'>['data'][number]

/** The connections of the connections file. */
export class ConnectionList {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Lists the connections that serve a brand for which someone holds a role. Needs no permission.
   *
   * @example
   * const names = (await desk.connections.list(actor)).map(({ name }) => name)
   */
  async list({ grants }: Actor): Promise<ConnectionFacts[]> {
    const held = new Set(grants.map(({ brand_id }) => brand_id))
    return this.#context.connections.all
      .filter(({ brands }) => brands === undefined || brands.some((brand_id) => held.has('*') || held.has(brand_id)))
      .map(({ name, caller_kind, caller_id, base_url, sandbox, per_second, brands }) => {
        return { name, caller_kind, caller_id, base_url, sandbox, per_second, ...(brands === undefined ? {} : { brands: [...brands] }) }
      })
  }
}
