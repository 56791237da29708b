import type { Settings } from '../contract/settings.ts'
import type { Context } from '../domain/context.ts'
import { changeSettings, settingsFor } from '../domain/settings.ts'
import type { Actor } from '../staff/actor.ts'

/** What each brand has set. */
export class BrandSettings {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Gets a brand's settings; those that it has not set have their defaults. Needs `look_up` or `administer` for the brand.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const { canary_rows } = await desk.settings.get(actor, { brand_id: '1004' })
   */
  async get(actor: Actor, { brand_id }: { readonly brand_id: string }): Promise<Settings> {
    return settingsFor(this.#context, actor, brand_id)
  }

  /**
   * Changes some of a brand's settings and returns all of them. Needs `administer` for the brand.
   *
   * @throws {DeskError} not_permitted, setting_wrong
   * @example
   * await desk.settings.change(actor, { brand_id: '1004', change: { canary_rows: 20 } })
   */
  async change(actor: Actor, { brand_id, change }: { readonly brand_id: string; readonly change: Partial<Settings> }): Promise<Settings> {
    return changeSettings(this.#context, actor, brand_id, change)
  }
}
