import type { Context } from '../domain/context.ts'
import { type BrandConnection, getTemplate, listTemplates } from '../domain/templates.ts'
import type { Actor } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** The card templates of brands, read from the platform. */
export class CardTemplates {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Reads all templates of a brand. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, platform_failed, connection_unknown, connection_other_brand, connection_missing, connection_ambiguous
   * @example
   * const { data } = await desk.templates.list(actor, { brand_id: '1004' })
   */
  async list(actor: Actor, brand: BrandConnection): Promise<Reply<'listCards'>> {
    return { data: [...(await listTemplates(this.#context, actor, brand))] }
  }

  /**
   * Reads one template. Needs `look_up` for the brand.
   *
   * @throws {DeskError} template_unknown, and those of `list`
   * @example
   * const { card_title } = await desk.templates.get(actor, { brand_id: '1004', card_id })
   */
  get(actor: Actor, card: BrandConnection & { readonly card_id: string }): Promise<Reply<'getCard'>> {
    return getTemplate(this.#context, actor, card)
  }
}
