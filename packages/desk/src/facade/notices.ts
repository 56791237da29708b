import { formatTime } from '@card-member/sdk/contract'
import type { NoticeDetails } from '../contract/notice.ts'
import type { Context } from '../domain/context.ts'
import { addNotice, type Notice as Kept, noticesFor, textHashOf } from '../domain/notices.ts'
import type { Actor } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** A version of the text that members are shown before they agree. */
export type Notice = Reply<'addNotice'>

/** A new version: its text in both languages, and who is responsible, for what purpose, what is lost, how to withdraw. */
export interface NoticeInput extends NoticeDetails {
  readonly brand_id: string
  /** At most 5,000 characters. */
  readonly text_zh: string
  /** At most 5,000 characters. */
  readonly text_en: string
}

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
   * Adds a version, which new consents name unless they name another. Needs `administer` for the brand and a code
   * of the second factor that is not older than 5 minutes.
   *
   * @throws {DeskError} not_permitted, second_factor_needed, character_hidden
   * @example
   * const { version } = await desk.notices.add(actor, {
   *   brand_id: '1004', text_zh: '…', text_en: '…', brand_name: '演示咖啡', brand_contact: '400-800-1234',
   * })
   */
  async add(actor: Actor, { brand_id, ...notice }: NoticeInput): Promise<Notice> {
    return view(await addNotice(this.#context, actor, brand_id, notice))
  }
}

function view({ create_time, ...notice }: Kept): Notice {
  const hashes = { text_sha256_zh: textHashOf(notice, 'zh-CN'), text_sha256_en: textHashOf(notice, 'en') }
  return { ...notice, ...hashes, ...(create_time === 0 ? {} : { create_time: formatTime(create_time) }) }
}
