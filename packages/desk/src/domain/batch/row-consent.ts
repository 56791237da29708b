import type { DeskErrorKind } from '../../contract/desk-error.ts'
import { consentHowOf } from '../../files/consent-cells.ts'
import type { BatchRow } from '../../store/batch-rows.ts'
import type { Batch } from '../../store/batches.ts'
import { type ConsentRow, findConsent, findOpenConsents } from '../../store/consents.ts'
import { lastWithdrawals } from '../../store/withdrawals.ts'
import { consentRow } from '../consent-row.ts'
import { consentError, evidenceError } from '../consents.ts'
import { type Context, reading, secondsOf } from '../context.ts'
import { openidHash } from '../member.ts'
import type { Notice } from '../notices.ts'
import { settingsOf } from '../settings.ts'
import { cellsOf } from './cells.ts'

/** The consent that a row may use. */
export interface RowConsent {
  readonly consent: ConsentRow | undefined
  /** The file brings the consent, and it is not stored yet. */
  readonly isNew: boolean
  /** Why the row's own consent cannot be used. */
  readonly refusal: DeskErrorKind | undefined
}

/**
 * Finds the consent that a row may use: its own, the one that the file brings, or the open one of the card. Of the last two the later
 * word counts.
 */
export async function findRowConsent(context: Context, batch: Batch, notice: Notice, row: BatchRow): Promise<RowConsent> {
  const { brand_id, card_hash, consent_id, consent_channel: channel, told_at, agreed_at } = row
  const now = secondsOf(context.clock)
  const store = reading(context)
  const { openid } = cellsOf(context, row)
  const member = { card_hash: card_hash ?? '', openid_hash: openidHash(context.vault, brand_id, openid) }
  const withdrawals = await lastWithdrawals(store, brand_id, [member])
  const open = (await findOpenConsents(store, brand_id, [member.card_hash])).get(member.card_hash)
  const usable = open !== undefined && open.openid_hash === member.openid_hash && consentError(open, now, withdrawals) === undefined
  let refusal: DeskErrorKind | undefined
  if (consent_id !== null) {
    const own = await findConsent(store, { brand_id, consent_id })
    refusal = own && consentError(own, now, withdrawals)
    if (own !== undefined && refusal === undefined) return { consent: own, isNew: false, refusal }
  } else if (channel !== null && told_at !== null && agreed_at !== null && !(usable && open.agreed_at >= agreed_at)) {
    const cells = cellsOf(context, row)
    const { card_id, user_card_code, invalid_reason, consent_reference } = cells
    const told = { brand_id, card_id, user_card_code, openid, channel, told_at, agreed_at, invalid_reason, ...consentHowOf(cells) }
    const { consent_days, evidence_required } = await settingsOf(context, brand_id)
    const by = { notice, proof: 'statement', recorded_by: batch.author, consent_days } as const
    const brought = consentRow(context, consent_reference === '' ? told : { ...told, reference: consent_reference }, by)
    refusal = consentError(brought, now, withdrawals) ?? evidenceError(brought, evidence_required)
    if (refusal === undefined) return { consent: brought, isNew: true, refusal }
  }
  return { consent: usable ? open : undefined, isNew: false, refusal }
}
