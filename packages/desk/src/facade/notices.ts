import { formatTime } from '@card-member/sdk/contract'
import type { Context } from '../domain/context.ts'
import { addNotice, type Notice as Kept, noticesFor } from '../domain/notices.ts'
import type { Actor } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** A version of the text that members are shown before they agree. */
export type Notice = Reply<'addNotice'>

/** The texts that members are shown before they agree, in versions. */
export class Notices {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Lists the versions of a brand's notice, the newest first. Needs `look_up` or `administer` for the brand.
   *
   * @throws {DeskError} not_permitted
   * @example
   * const [newest] = await desk.notices.list(actor, { brand_id: '1004' })
   */
  async list(actor: Actor, { brand_id }: { readonly brand_id: string }): Promise<Notice[]> {
    return (await noticesFor(this.#context, actor, brand_id)).map(view)
  }

  /**
   * Adds a version, which new consents name unless they name another. Needs `administer` for the brand.
   *
   * @throws {DeskError} not_permitted, character_hidden
   * @example
   * const { version } = await desk.notices.add(actor, { brand_id: '1004', text_zh: '…', text_en: '…' })
   */
  async add(
    actor: Actor,
    { brand_id, ...texts }: { readonly brand_id: string; readonly text_zh: string; readonly text_en: string },
  ): Promise<Notice> {
    return view(await addNotice(this.#context, actor, brand_id, texts))
  }
}

function view({ version, text_zh, text_en, create_time }: Kept): Notice {
  return { version, text_zh, text_en, ...(create_time === 0 ? {} : { create_time: formatTime(create_time) }) }
}
