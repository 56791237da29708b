import type { Channel } from '../contract/channel.ts'
import type { Consenter, ConsentState, Expression, NoticeLanguage, Proof } from '../contract/consent.ts'
import type { ConsentRequestState } from '../contract/consent-request.ts'

/** A version of the text that members of a brand are shown. */
export interface NoticesTable {
  brand_id: string
  version: number
  text_zh: string
  text_en: string
  /** JSON: who is responsible, purpose, what is lost, how to withdraw. */
  details: string
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
  language: NoticeLanguage
  /** Of the text in that language. */
  text_sha256: string
  channel: Channel
  /** A person or a system; null: who recorded the consent. */
  told_by: string | null
  told_at: number
  expressed: Expression
  agreed_by: Consenter
  agreed_at: number
  proof: Proof
  invalid_reason: string
  /** Each card has one consent at most that is `recorded`, which is the open one. */
  state: ConsentState
  expire_time: number | null
  /** A staff id, or `member`. */
  recorded_by: string
  record_time: number
  /** Set, with the time, also while an invalidation uses the consent: when freed, it becomes withdrawn. */
  withdrawn_by: string | null
  withdraw_time: number | null
  /** The newer consent that replaced it. */
  superseded_by: string | null
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

/** That one member is asked for their consent by a link. Each card has one request at most that is `open`. */
export interface ConsentRequestsTable {
  brand_id: string
  consent_request_id: string
  /** Of the token in the link, which is stored nowhere. */
  token_hash: string
  card_id: string
  card_hash: string
  openid_hash: string
  code_last4: string
  /** Encrypted JSON: code, OpenID, reference; null once purged. */
  member: string | null
  notice_version: number
  invalid_reason: string
  state: ConsentRequestState
  requested_by: string
  request_time: number
  expire_time: number
  /** A staff id, or `desk` when another request replaced it. */
  stopped_by: string | null
  /** When it was answered or stopped. */
  end_time: number | null
  /** When the page was shown that was answered. */
  shown_at: number | null
  /** Of the page that was answered. */
  language: NoticeLanguage | null
  consent_id: string | null
}

/** Which files show a consent. */
export interface ConsentEvidenceTable {
  brand_id: string
  consent_id: string
  sha256: string
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
