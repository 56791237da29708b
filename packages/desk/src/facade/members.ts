import { PlatformError } from '@card-member/sdk/contract'
import { cellsOf } from '../domain/batch/cells.ts'
import { cardAt } from '../domain/card-ref.ts'
import type { Context } from '../domain/context.ts'
import { exportMember, findMember, type MemberName } from '../domain/member-data.ts'
import { memberDataPage } from '../page/member-data-page.ts'
import type { Actor } from '../staff/actor.ts'
import type { Reply } from './reply.ts'

/** A member, by their OpenID or by the address of a card of theirs. */
export interface NamedMember {
  readonly brand_id: string
  readonly openid?: string | undefined
  readonly card_ref?: string | undefined
}

/** What the desk keeps of one member, to answer their request to see or have it. */
export class Members {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Counts what is kept of a member. Needs `look_up` for the brand. It reads the whole audit log of the brand.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong
   * @throws {PlatformError} param_error unless one of `openid` and `card_ref` is given
   * @example
   * const { consents, invalidations } = await desk.members.find(actor, { brand_id: '1004', openid })
   */
  async find(actor: Actor, member: NamedMember): Promise<Reply<'findMember'>> {
    return findMember(this.#context, actor, this.#named(member))
  }

  /**
   * Returns everything that is kept of a member: consents, requests, withdrawals, invalidations, rows of batch files, events. What was
   * purged is not in it. Needs `export` for the brand; the audit log notes it.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong
   * @throws {PlatformError} param_error unless one of `openid` and `card_ref` is given
   * @example
   * const { consents } = await desk.members.export(actor, { brand_id: '1004', openid })
   */
  async export(actor: Actor, member: NamedMember): Promise<Reply<'exportMember'>> {
    const data = await exportMember(this.#context, actor, this.#named(member), (row) =>
      row.cells === null ? {} : cellsOf(this.#context, row),
    )
    const { consents, consent_requests, withdrawals, invalidations, batch_rows, events } = data
    return {
      ...data,
      consents: [...consents],
      consent_requests: [...consent_requests],
      withdrawals: [...withdrawals],
      invalidations: [...invalidations],
      batch_rows: [...batch_rows],
      events: [...events],
    }
  }

  /**
   * The same as a page to read, in Chinese and English.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong
   * @throws {PlatformError} param_error unless one of `openid` and `card_ref` is given
   * @example
   * await writeFile('member.html', await desk.members.page(actor, { brand_id: '1004', openid }))
   */
  async page(actor: Actor, member: NamedMember): Promise<string> {
    return memberDataPage(await this.export(actor, member))
  }

  #named({ brand_id, openid, card_ref }: NamedMember): MemberName {
    if (openid !== undefined && card_ref === undefined) return { brand_id, openid }
    if (card_ref !== undefined && openid === undefined) return { brand_id, openid: cardAt(this.#context.vault, brand_id, card_ref).openid }
    throw new PlatformError('param_error', { field: '/openid', issue: 'openid or card_ref is given, one of them', location: 'body' })
  }
}
