import { formatTime, PlatformError, parseTime } from '@card-member/sdk/contract'
import type { ConsentState } from '../contract/consent.ts'
import { consentRecord, recordedConsent } from '../domain/consent-record.ts'
import { recordHashOf } from '../domain/consent-row.ts'
import { findConsents, getConsent, type ConsentInput as Recorded, recordConsent } from '../domain/consents.ts'
import type { Context } from '../domain/context.ts'
import { type Days, rangeOfDays } from '../domain/day-range.ts'
import type { LongPage } from '../domain/long-page.ts'
import type { CardName } from '../domain/member.ts'
import { cardNamed, type NamedCard } from '../domain/named-card.ts'
import { viewConsent, viewConsents } from '../domain/view-consent.ts'
import { withdrawConsent, withdrawForCard } from '../domain/withdrawals.ts'
import { receiptPage } from '../page/receipt.ts'
import type { Actor } from '../staff/actor.ts'
import { cardNameOf, type OptionalCard } from './card-name.ts'
import { noticeWordsOf } from './notice-words.ts'
import type { Reply } from './reply.ts'

/** A consent as it is shown: the member masked. */
export type Consent = Reply<'getConsent'>

/** What is recorded of a consent. Times are written as `2026-11-24T10:00:00+08:00`. */
export interface ConsentDetails extends Omit<Recorded, keyof CardName | 'openid' | 'told_at' | 'agreed_at'> {
  /** When the member was told. */
  readonly told_at: string
  /** When the member agreed. */
  readonly agreed_at: string
}

/** A consent to record: of whom, by the address of their card or by its name, and what they agreed to. */
export type ConsentInput = NamedCard & ConsentDetails

/** Which consents of a brand to list. */
export interface ConsentFilter extends OptionalCard, Days, LongPage {
  readonly state?: ConsentState | undefined
}

/** What members agreed to. */
export class Consents {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * Records that a member was told and agreed. Needs `record_consent` for the brand.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong, openid_needed, consent_times, reason_wrong, character_hidden, evidence_unknown, notice_unknown,
   *   agreed_before_withdrawal, consent_open when the card has an open consent and `supersede` is not set
   * @throws {PlatformError} param_error when a time cannot be read
   * @example
   * const { consent_id } = await desk.consents.record(actor, {
   *   brand_id: '1004', card_id, user_card_code, openid, channel: 'sms', invalid_reason: '用户申请退会',
   *   told_at: '2026-11-24T10:00:00+08:00', agreed_at: '2026-11-24T10:05:00+08:00',
   * })
   */
  async record(actor: Actor, { told_at, agreed_at, ...input }: ConsentInput): Promise<Consent> {
    const times = { told_at: secondsAt('told_at', told_at), agreed_at: secondsAt('agreed_at', agreed_at) }
    const card = await cardNamed(this.#context, input)
    return viewConsent(this.#context, await recordConsent(this.#context, actor, { ...input, ...card, ...times }))
  }

  /**
   * Withdraws a consent, and every other one of the same member for the same card. Needs `record_consent` for the brand.
   *
   * @throws {DeskError} not_permitted, consent_unknown, consent_used
   * @example
   * await desk.consents.withdraw(actor, { brand_id: '1004', consent_id })
   */
  async withdraw(actor: Actor, { brand_id, consent_id }: { readonly brand_id: string; readonly consent_id: string }): Promise<Consent> {
    return viewConsent(this.#context, await withdrawConsent(this.#context, actor, brand_id, consent_id))
  }

  /**
   * Records that a member withdraws every consent for a card, whether one is recorded or not. Needs `record_consent` for the brand.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong, openid_needed
   * @example
   * const { consent_ids } = await desk.consents.withdrawAll(actor, { brand_id: '1004', card_id, user_card_code, openid })
   */
  async withdrawAll(actor: Actor, card: NamedCard): Promise<Reply<'recordWithdrawal'>> {
    const { withdraw_time, consent_ids, invalidation_id } = await withdrawForCard(
      this.#context,
      actor,
      await cardNamed(this.#context, card),
    )
    return {
      withdraw_time: formatTime(withdraw_time),
      consent_ids: [...consent_ids],
      ...(invalidation_id === undefined ? {} : { invalidation_id }),
    }
  }

  /**
   * Lists a brand's consents, the newest first; those of one card when it is named. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, card_ref_wrong, consent_unknown for a page behind one that is not on record
   * @throws {PlatformError} param_error for a day that no month has, and when only one of `card_id` and `user_card_code`, or both of `after` and
   *   `before`, are given
   * @example
   * const { data, total_count } = await desk.consents.list(actor, { brand_id: '1004', state: 'recorded' })
   */
  async list(
    actor: Actor,
    { state, from_day, to_day, after, before, offset, limit, ...card }: ConsentFilter,
  ): Promise<Reply<'listConsents'>> {
    const range = rangeOfDays({ from_day, to_day })
    const filter = { brand_id: card.brand_id, card: cardNameOf(this.#context, card), state, ...range }
    const { rows, total_count } = await findConsents(this.#context, actor, filter, { after, before, offset, limit })
    return { data: await viewConsents(this.#context, card.brand_id, rows), total_count }
  }

  /**
   * Gets one consent. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, consent_unknown
   * @example
   * const { state } = await desk.consents.get(actor, { brand_id: '1004', consent_id })
   */
  async get(actor: Actor, { brand_id, consent_id }: { readonly brand_id: string; readonly consent_id: string }): Promise<Consent> {
    return viewConsent(this.#context, await getConsent(this.#context, actor, brand_id, consent_id))
  }

  /**
   * A consent as a record of ISO/IEC TS 27560, its member by a hash. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, consent_unknown
   * @example
   * const { record_id, pii_processing } = await desk.consents.export(actor, { brand_id: '1004', consent_id })
   */
  async export(actor: Actor, key: { readonly brand_id: string; readonly consent_id: string }): Promise<Reply<'exportConsent'>> {
    return consentRecord(await this.#recorded(actor, key))
  }

  /**
   * A receipt that can be given to the member, as a page in Chinese and English. Needs `look_up` for the brand.
   *
   * @throws {DeskError} not_permitted, consent_unknown
   * @example
   * await writeFile('receipt.html', await desk.consents.receipt(actor, { brand_id: '1004', consent_id }))
   */
  async receipt(actor: Actor, key: { readonly brand_id: string; readonly consent_id: string }): Promise<string> {
    const { row, notice, evidence_sha256, told_by } = await this.#recorded(actor, key)
    const { expire_time, withdraw_time } = row
    return receiptPage({
      ...row,
      told_by,
      told_at: formatTime(row.told_at),
      agreed_at: formatTime(row.agreed_at),
      expire_time: expire_time === null ? undefined : formatTime(expire_time),
      withdraw_time: withdraw_time === null ? undefined : formatTime(withdraw_time),
      evidence_sha256,
      record_sha256: recordHashOf(row, evidence_sha256),
      notices: { 'zh-CN': noticeWordsOf(notice, 'zh-CN', row.brand_id), en: noticeWordsOf(notice, 'en', row.brand_id) },
    })
  }

  async #recorded(actor: Actor, { brand_id, consent_id }: { readonly brand_id: string; readonly consent_id: string }) {
    const row = await getConsent(this.#context, actor, brand_id, consent_id)
    return recordedConsent(this.#context, row)
  }
}

function secondsAt(field: 'told_at' | 'agreed_at', text: string): number {
  const seconds = parseTime(text)
  if (seconds === undefined) throw new PlatformError('param_error', { field, issue: 'must be a time such as 2026-11-24T10:00:00+08:00' })
  return seconds
}
