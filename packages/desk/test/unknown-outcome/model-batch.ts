import { noStop } from '../../src/store/batch-tables.ts'
import { modelUrl } from './model-platform.ts'

/** The cells of a row that brings no consent of its own. */
const noHow = { consent_told_by: '', consent_expressed: '', consent_agreed_by: '', consent_language: '' }
export const noConsentCells = { consent_channel: '', told_at: '', agreed_at: '', consent_reference: '', ...noHow }
/** A batch of the model without its id. */
export const emptyBatch = {
  connection: 'model',
  caller_kind: 'merchant' as const,
  caller_id: '1900000001',
  base_url: modelUrl,
  rehearsal: 0,
  ...noStop,
  author: 'model',
  file_name: 'model.csv',
  file_sha256: 'model',
  file_format: 'csv',
  file_bytes: 0,
  bytes_read: 0,
  failure: null,
  file_reading: null,
  forced_reason: null,
  notice_version: 1,
  faulty_count: 0,
  check_time: null,
  plan_sha256: 'plan',
  checked_by: null,
  start_time: 0,
  reject_reason: null,
  canary_left: null,
  end_time: null,
}
/** A row of such a batch. */
export const emptyRow = {
  consent_channel: null,
  told_at: null,
  agreed_at: null,
  state: 'pending' as const,
  preflight: 'can_be_invalidated' as const,
  code: null,
  server_message: null,
  faults: null,
  invalid_time: null,
  request_id: null,
  invalidation_id: null,
  attempts: 0,
  request_count: 0,
  process_id: null,
  next_time: 0,
  end_time: null,
}
