import type { DeskSettings, Settings } from '../contract/settings.ts'
import type { Context } from '../domain/context.ts'
import { changeDeskSettings, changeSettings, deskSettingsOf, settingsFor } from '../domain/settings.ts'
import type { Actor } from '../staff/actor.ts'
import { viewPending } from './changes.ts'
import type { Reply } from './reply.ts'

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
   * Changes some of a brand's settings and returns all of them: what tightens is in force at once, what loosens is returned as
   * `pending` and waits for another administrator. Needs `administer` for the brand and a code of the second factor that is not older
   * than 5 minutes.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, setting_wrong
   * @example
   * const { settings, pending } = await desk.settings.change(actor, { brand_id: '1004', change: { canary_rows: 20 } })
   */
  async change(
    actor: Actor,
    { brand_id, change }: { readonly brand_id: string; readonly change: Partial<Settings> },
  ): Promise<Reply<'changeSettings'>> {
    const { settings, pending } = await changeSettings(this.#context, actor, brand_id, change)
    return { settings, ...(await viewPending(this.#context.changes, pending)) }
  }

  /**
   * Gets the settings of the desk as a whole. Everybody who is signed in may see them.
   *
   * @example
   * const { staff_change_delay_hours } = await desk.settings.getDesk(actor)
   */
  async getDesk(_actor: Actor): Promise<DeskSettings> {
    return deskSettingsOf(this.#context)
  }

  /**
   * Changes settings of the desk as a whole, as `change` does for a brand. Needs `administer` for every brand.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, setting_wrong
   * @example
   * await desk.settings.changeDesk(actor, { change: { staff_change_delay_hours: 48 } })
   */
  async changeDesk(actor: Actor, { change }: { readonly change: Partial<DeskSettings> }): Promise<Reply<'changeDeskSettings'>> {
    const { settings, pending } = await changeDeskSettings(this.#context, actor, change)
    return { settings, ...(await viewPending(this.#context.changes, pending)) }
  }
}
