import { formatTime } from '@card-member/sdk/contract'
import type { ConsentRequestState } from '../contract/consent-request.ts'
import { cardRefOfMember } from '../domain/card-ref.ts'
import {
  type ConsentRequestDetails,
  findConsentRequests,
  requestAssociatedData,
  requestConsent,
  stopConsentRequest,
} from '../domain/consent-requests.ts'
import { type Context, secondsOf } from '../domain/context.ts'
import { type Days, rangeOfDays } from '../domain/day-range.ts'
import { openMember } from '../domain/member.ts'
import { cardNamed, type NamedCard } from '../domain/named-card.ts'
import { present } from '../domain/present.ts'
import type { Actor } from '../staff/actor.ts'
import { cardNameOf, type OptionalCard } from './card-name.ts'
import { memberPath } from './member-page.ts'
import type { Page, Reply } from './reply.ts'

/** A request for consent as it is shown: the member masked, without its link. */
export type ConsentRequest = Reply<'stopConsentRequest'>

/** Which requests of a brand to list. */
export interface ConsentRequestFilter extends OptionalCard, Days, Page {
  readonly state?: ConsentRequestState | undefined
}

/** Requests to members, who answer them on a page of the desk. */
export class ConsentRequests {
  readonly #context: Context
  readonly #baseUrl: () => string

  /** @param base_url where members' browsers reach the desk */
  constructor(context: Context, base_url: () => string) {
    this.#context = context
    this.#baseUrl = base_url
  }

  /**
   * Makes a link to a page on which one member agrees or refuses, for one card. It works once, for 7 days; its token (128 random bits)
   * is stored nowhere. An open request of the same card is stopped. Needs `record_consent` for the brand.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong, openid_needed, reason_wrong, character_hidden, notice_unknown, notice_incomplete when the notice does not name
   *   the brand and its contact
   * @example
   * const { link } = await desk.consentRequests.create(actor, { brand_id: '1004', card_id, user_card_code, openid, invalid_reason: '用户申请退会' })
   */
  async create(actor: Actor, input: NamedCard & ConsentRequestDetails): Promise<Reply<'requestConsent'>> {
    const { row, token, replaced } = await requestConsent(this.#context, actor, { ...input, ...(await cardNamed(this.#context, input)) })
    const link = `${this.#baseUrl().replace(/\/$/, '')}${memberPath}${token}`
    return { ...view(this.#context, row), link, ...(replaced === undefined ? {} : { replaced }) }
  }

  /**
   * Lists a brand's requests, the newest first; those of one card when it is named. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong
   * @throws {PlatformError} param_error for a day that no month has, and when only one of `card_id` and `user_card_code` is given
   * @example
   * const { data } = await desk.consentRequests.list(actor, { brand_id: '1004', state: 'open' })
   */
  async list(
    actor: Actor,
    { state, from_day, to_day, offset = 0, limit = 20, ...card }: ConsentRequestFilter,
  ): Promise<Reply<'listConsentRequests'>> {
    const range = rangeOfDays({ from_day, to_day })
    const filter = { brand_id: card.brand_id, card: cardNameOf(this.#context, card), state, ...range }
    const { rows, total_count } = await findConsentRequests(this.#context, actor, filter, offset, limit)
    return { data: rows.map((row) => view(this.#context, row)), total_count }
  }

  /**
   * Stops a request: its link works no more. Needs `record_consent` for the brand.
   *
   * @throws {DeskError} not_permitted, consent_request_unknown, consent_request_answered
   * @example
   * await desk.consentRequests.stop(actor, { brand_id: '1004', consent_request_id })
   */
  async stop(actor: Actor, key: { readonly brand_id: string; readonly consent_request_id: string }): Promise<ConsentRequest> {
    return view(this.#context, await stopConsentRequest(this.#context, actor, key))
  }
}

function view(context: Context, row: Awaited<ReturnType<typeof stopConsentRequest>>): ConsentRequest {
  const { token_hash: _token, card_hash: _card, openid_hash: _openid, member, shown_at: _shown, ...rest } = row
  const opened = openMember(context.vault, member, requestAssociatedData(row.brand_id, row.consent_request_id))
  const connection = context.connections.usual(row.brand_id)
  const expired = row.state === 'open' && row.expire_time < secondsOf(context.clock)
  return present<ConsentRequest>({
    ...rest,
    reference: opened?.reference,
    card_ref: cardRefOfMember(context.vault, { ...row, connection }, opened),
    state: expired ? 'expired' : row.state,
    request_time: formatTime(row.request_time),
    expire_time: formatTime(row.expire_time),
    stopped_by: row.stopped_by ?? undefined,
    end_time: row.end_time === null ? undefined : formatTime(row.end_time),
    language: row.language ?? undefined,
    consent_id: row.consent_id ?? undefined,
  })
}
