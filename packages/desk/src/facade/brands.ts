import { staffOfBrand } from '../domain/brand-staff.ts'
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

  /**
   * Lists the people of a brand, by name: who has a role for it, and who is in its invalidations whatever roles they have since; disabled
   * ones too. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const names = (await desk.brands.staff(actor, { brand_id: '1004' })).map(({ name }) => name)
   */
  staff(actor: Actor, { brand_id }: { readonly brand_id: string }): Promise<Reply<'listBrandStaff'>['data']> {
    return staffOfBrand(this.#context, actor, brand_id)
  }
}
