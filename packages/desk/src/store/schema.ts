import type { AuditTables } from './audit-tables.ts'
import type { AuditVerificationRow } from './audit-verifications.ts'
import type {
  BatchApprovalsTable,
  BatchCountsTable,
  BatchesTable,
  BatchRowsTable,
  BatchSamplesTable,
  BatchStepsTable,
} from './batch-tables.ts'
import type { PendingChangesTable } from './change-tables.ts'
import type {
  ConsentEvidenceTable,
  ConsentRequestsTable,
  ConsentsTable,
  EvidenceTable,
  NoticesTable,
  WithdrawalsTable,
} from './consent-tables.ts'
import type {
  DailyQuotasTable,
  InvalidationsTable,
  PersonalQuotasTable,
  ProcessesTable,
  RateLimitSlotsTable,
  SettingsTable,
} from './invalidation-tables.ts'
import type { NotificationsTable } from './notification-tables.ts'
import type { StaffTables } from './staff-tables.ts'

/** Every table of the desk. Times are Unix seconds; every key begins with `brand_id` where a row belongs to a brand. */
export interface Schema extends StaffTables, AuditTables {
  audit_verifications: AuditVerificationRow
  pending_changes: PendingChangesTable
  notices: NoticesTable
  consents: ConsentsTable
  consent_evidence: ConsentEvidenceTable
  consent_requests: ConsentRequestsTable
  withdrawals: WithdrawalsTable
  evidence: EvidenceTable
  invalidations: InvalidationsTable
  daily_quotas: DailyQuotasTable
  personal_quotas: PersonalQuotasTable
  rate_limit_slots: RateLimitSlotsTable
  processes: ProcessesTable
  settings: SettingsTable
  batches: BatchesTable
  batch_rows: BatchRowsTable
  batch_counts: BatchCountsTable
  batch_steps: BatchStepsTable
  batch_approvals: BatchApprovalsTable
  batch_samples: BatchSamplesTable
  notifications: NotificationsTable
}

// A record, so that a table that is not listed here is a mistake of types.
const everyTable: Record<keyof Schema, true> = {
  staff: true,
  passwords: true,
  totp_secrets: true,
  passkeys: true,
  used_challenges: true,
  invitations: true,
  oidc_identities: true,
  sessions: true,
  grants: true,
  sign_in_failures: true,
  known_addresses: true,
  pending_changes: true,
  audit_log: true,
  audit_events: true,
  audit_trees: true,
  audit_tiles: true,
  audit_card_blocks: true,
  audit_checkpoints: true,
  audit_witnesses: true,
  audit_verifications: true,
  notices: true,
  consents: true,
  consent_evidence: true,
  consent_requests: true,
  withdrawals: true,
  evidence: true,
  invalidations: true,
  daily_quotas: true,
  personal_quotas: true,
  rate_limit_slots: true,
  processes: true,
  settings: true,
  batches: true,
  batch_rows: true,
  batch_counts: true,
  batch_steps: true,
  batch_approvals: true,
  batch_samples: true,
  notifications: true,
}

/** The names of all tables that are empty in an empty database: the id of the desk's audit log is made with its table. */
export const tables = Object.keys(everyTable).filter((name) => name !== 'audit_log')
