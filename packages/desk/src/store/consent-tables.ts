import type { Channel } from '../contract/consent.ts'

/** A version of the text that members of a brand are shown. */
export interface NoticesTable {
  brand_id: string
  version: number
  text_zh: string
  text_en: string
  create_time: number
  created_by: string
}

/** That one member was informed and agreed to the invalidation of one card. */
export interface ConsentsTable {
  brand_id: string
  consent_id: string
  card_id: string
  /** The hash of brand, template and code. */
  card_hash: string
  /** The hash of the OpenID. */
  openid_hash: string
  code_last4: string
  /** Encrypted JSON: code, OpenID, reference; null once purged. */
  member: string | null
  notice_version: number
  channel: Channel
  told_at: number
  agreed_at: number
  invalid_reason: string
  evidence_sha256: string | null
  state: 'recorded' | 'withdrawn' | 'used'
  expire_time: number | null
  recorded_by: string
  record_time: number
  /** Set, with the time, also while an invalidation uses the consent: when freed, it becomes withdrawn. */
  withdrawn_by: string | null
  withdraw_time: number | null
  /** The invalidation that uses it. */
  used_by: string | null
}

/**
 * That one member took back what they had agreed to for one card: no consent counts that they gave until then. Only hashes, and kept for
 * good, so that a file with old times finds it after the consents themselves are purged.
 */
export interface WithdrawalsTable {
  brand_id: string
  card_hash: string
  openid_hash: string
  withdraw_time: number
  code_last4: string
  withdrawn_by: string
}

/** A file that shows a consent, kept once by its content. */
export interface EvidenceTable {
  brand_id: string
  sha256: string
  media_type: string
  size: number
  /** Encrypted. */
  content: Uint8Array
  time: number
  recorded_by: string
}
