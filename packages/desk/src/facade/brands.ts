import { brandsFor } from '../domain/brands.ts'
import type { Context } from '../domain/context.ts'
import type { Actor } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** The brands that a desk works for. */
export class Brands {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Lists the brands for which someone holds a role, with the connections that serve each, by id. Needs no permission.
   *
   * @example
   * const [{ brand_id, connections }] = await desk.brands.list(actor)
   */
  list(actor: Actor): Promise<Reply<'listBrands'>['data']> {
    return brandsFor(this.#context, actor)
  }
}
