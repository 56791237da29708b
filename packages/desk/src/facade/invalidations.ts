import { formatTime } from '@card-member/sdk/contract'
import { invalidationText } from '../domain/batch/row-message.ts'
import { cardRefOfMember } from '../domain/card-ref.ts'
import type { Context } from '../domain/context.ts'
import { type Days, rangeOfDays } from '../domain/day-range.ts'
import { findInvalidations, getInvalidation } from '../domain/find-invalidations.ts'
import { type InvalidationDetails, invalidateCard } from '../domain/invalidate.ts'
import { type PreviewInput, previewInvalidation } from '../domain/invalidation-preview.ts'
import { invalidationAssociatedData } from '../domain/invalidations.ts'
import type { LongPage } from '../domain/long-page.ts'
import { openMember } from '../domain/member.ts'
import { cardNamed, cardOfConsent, type NamedCard } from '../domain/named-card.ts'
import { present } from '../domain/present.ts'
import { reconcileInvalidation } from '../domain/reconcile.ts'
import type { Actor } from '../staff/actor.ts'
import type { InvalidationRow } from '../store/invalidations.ts'
import { cardNameOf, type OptionalCard } from './card-name.ts'
import { viewPreview } from './preview-view.ts'
import type { Reply } from './reply.ts'

/** What is on record of one invalidation. */
export type Invalidation = Reply<'getInvalidation'>

/** Names one invalidation. */
export interface InvalidationKey {
  readonly brand_id: string
  readonly invalidation_id: string
}

/** Which invalidations of a brand to list. */
export interface InvalidationFilter extends OptionalCard, Days, LongPage {
  readonly state?: Invalidation['state'] | undefined
  readonly batch_id?: string | undefined
  /** The `staff_id` of who ended the card, or ran the batch. */
  readonly requested_by?: string | undefined
  /** Who recorded the consent: a `staff_id`, or `member`. */
  readonly consent_recorded_by?: string | undefined
}

/** The ends of single cards. */
export class Invalidations {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Invalidates one card, for good, and returns what is known of it: the state may be `unknown`. Needs `invalidate` for the brand,
   * an open consent, and a code of the second factor that is not older than 5 minutes.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong, openid_needed, last_four_wrong, second_factor_needed, hours_closed, clock_wrong, reason_wrong, character_hidden, and why the consent or the card cannot be used
   * @example
   * const { state } = await desk.invalidations.create(actor, {
   *   brand_id: '1004', card_ref, consent_id, invalid_reason: '用户申请退会', last_four: '2665',
   * })
   */
  async create(actor: Actor, input: NamedCard & InvalidationDetails): Promise<Invalidation> {
    const card = await cardOfConsent(this.#context, input)
    return view(this.#context, await invalidateCard(this.#context, actor, { ...input, ...card }))
  }

  /**
   * Says what would happen if a card were invalidated now, by the same rules; nothing is sent and no limit is used. Needs `look_up`
   * for the brand: whether the actor may invalidate is part of the answer.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong, openid_needed
   * @example
   * const { allowed, obstacles } = await desk.invalidations.preview(actor, { brand_id: '1004', card_ref })
   */
  async preview(actor: Actor, input: NamedCard & PreviewInput): Promise<Reply<'previewInvalidation'>> {
    return viewPreview(this.#context, await previewInvalidation(this.#context, actor, await cardNamed(this.#context, input), input))
  }

  /**
   * Gets one invalidation. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, invalidation_unknown
   * @example
   * const { state, message } = await desk.invalidations.get(actor, { brand_id: '1004', invalidation_id })
   */
  async get(actor: Actor, { brand_id, invalidation_id }: InvalidationKey): Promise<Invalidation> {
    return view(this.#context, await getInvalidation(this.#context, actor, brand_id, invalidation_id))
  }

  /**
   * Lists a brand's invalidations, the newest first. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong, invalidation_unknown for a page behind one that is not on record
   * @throws {PlatformError} param_error for a day that no month has, and when only one of `card_id` and `user_card_code`, or both of `after` and
   *   `before`, are given
   * @example
   * const { data } = await desk.invalidations.list(actor, { brand_id: '1004', state: 'unknown' })
   */
  async list(actor: Actor, given: InvalidationFilter): Promise<Reply<'listInvalidations'>> {
    const { brand_id, state, batch_id, requested_by, consent_recorded_by } = given
    const card = cardNameOf(this.#context, given)
    const filter = { brand_id, card, state, batch_id, requested_by, consent_recorded_by, ...rangeOfDays(given) }
    const { rows, total_count } = await findInvalidations(this.#context, actor, filter, given)
    return { data: rows.map((row) => view(this.#context, row)), total_count }
  }

  /**
   * Reads the card of an invalidation whose outcome is unknown, once; nothing is sent again. Needs `invalidate` for the brand.
   *
   * @throws {DeskError} not_permitted, invalidation_unknown
   * @example
   * const { state } = await desk.invalidations.reconcile(actor, { brand_id: '1004', invalidation_id })
   */
  async reconcile(actor: Actor, { brand_id, invalidation_id }: InvalidationKey): Promise<Invalidation> {
    return view(this.#context, await reconcileInvalidation(this.#context, actor, brand_id, invalidation_id))
  }
}

function view({ vault }: Pick<Context, 'vault'>, row: InvalidationRow): Invalidation {
  const {
    member,
    card_hash: _card,
    openid_hash: _openid,
    server_message: _message,
    base_url: _base,
    process_id: _process,
    sign_before: _sign,
    ...more
  } = row
  const { may_have_left: _left, not_invalid_at: _seen, reads: _reads, next_read_time: _next, failures: _failures, ...rest } = more
  return present<Invalidation>({
    ...rest,
    card_ref: cardRefOfMember(vault, row, openMember(vault, member, invalidationAssociatedData(row.brand_id, row.invalidation_id))),
    rehearsal: row.rehearsal === 1,
    batch_id: row.batch_id ?? undefined,
    line: row.line ?? undefined,
    code: row.code ?? undefined,
    message: invalidationText(row),
    invalid_time: row.invalid_time ?? undefined,
    request_id: row.request_id ?? undefined,
    answer_sha256: row.answer_sha256 ?? undefined,
    proof: row.proof ?? undefined,
    start_time: formatTime(row.start_time),
    end_time: row.end_time === null ? undefined : formatTime(row.end_time),
    reconcile_after: row.state === 'sending' || row.state === 'unknown' ? formatTime(row.reconcile_after) : undefined,
  })
}
