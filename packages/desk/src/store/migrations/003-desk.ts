import { type Kysely, type RawBuilder, sql } from 'kysely'

/** Consents, invalidations, batches, and what processes share. */
export const desk = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const end = kind === 'sqlite' ? sql`without rowid` : sql``
    // Keys are compared byte by byte, so that order does not depend on the language a server was set up with.
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const bytes = kind === 'sqlite' ? sql`blob` : sql`bytea`
    const id = sql`${key} not null`
    const text = sql`text not null`
    const whole = sql`bigint not null`
    const stop = { stop_kind: sql`text`, stop_code: sql`text`, stop_count: sql`bigint`, stop_of: sql`bigint` }
    const maybe = { id: key, text: sql`text`, whole: sql`bigint` }
    const table = (name: string, primary: readonly string[], columns: Readonly<Record<string, RawBuilder<unknown>>>) => {
      const parts = Object.entries(columns).map(([column, type]) => sql`${sql.ref(column)} ${type}`)
      const names = primary.map((column) => sql.ref(column))
      return sql`create table ${sql.table(name)} (${sql.join(parts)}, primary key (${sql.join(names)})) ${end}`.execute(database)
    }

    await table('notices', ['brand_id', 'version'], {
      brand_id: id,
      version: whole,
      text_zh: text,
      text_en: text,
      details: text,
      create_time: whole,
      created_by: text,
    })
    await table('consents', ['brand_id', 'consent_id'], {
      brand_id: id,
      consent_id: id,
      card_id: id,
      card_hash: id,
      openid_hash: id,
      code_last4: text,
      member: maybe.text,
      notice_version: whole,
      language: text,
      text_sha256: text,
      channel: text,
      told_by: maybe.text,
      told_at: whole,
      expressed: text,
      agreed_by: text,
      agreed_at: whole,
      proof: text,
      invalid_reason: text,
      state: text,
      expire_time: maybe.whole,
      recorded_by: text,
      record_time: whole,
      withdrawn_by: maybe.text,
      withdraw_time: maybe.whole,
      superseded_by: maybe.id,
      used_by: maybe.id,
    })
    await sql`create index consents_by_card on consents (brand_id, card_hash)`.execute(database)
    await sql`create unique index consents_open on consents (brand_id, card_hash) where state = 'recorded'`.execute(database)
    await sql`create index consents_by_member on consents (brand_id, openid_hash)`.execute(database)
    await sql`create index consents_by_state on consents (brand_id, state, record_time, consent_id)`.execute(database)
    await sql`create index consents_by_time on consents (brand_id, record_time, consent_id)`.execute(database)
    await table('consent_evidence', ['brand_id', 'consent_id', 'sha256'], { brand_id: id, consent_id: id, sha256: id })
    await sql`create index consent_evidence_by_file on consent_evidence (brand_id, sha256)`.execute(database)
    await table('consent_requests', ['brand_id', 'consent_request_id'], {
      brand_id: id,
      consent_request_id: id,
      token_hash: id,
      card_id: id,
      card_hash: id,
      openid_hash: id,
      code_last4: text,
      member: maybe.text,
      notice_version: whole,
      invalid_reason: text,
      state: text,
      requested_by: text,
      request_time: whole,
      expire_time: whole,
      stopped_by: maybe.text,
      end_time: maybe.whole,
      shown_at: maybe.whole,
      language: maybe.text,
      consent_id: maybe.id,
    })
    // A link names no brand.
    await sql`create unique index consent_requests_by_token on consent_requests (token_hash)`.execute(database)
    await sql`create unique index consent_requests_open on consent_requests (brand_id, card_hash) where state = 'open'`.execute(database)
    await sql`create index consent_requests_by_member on consent_requests (brand_id, openid_hash)`.execute(database)
    await sql`create index consent_requests_by_card on consent_requests (brand_id, card_hash)`.execute(database)
    await sql`create index consent_requests_by_time on consent_requests (brand_id, request_time, consent_request_id)`.execute(database)
    await table('withdrawals', ['brand_id', 'card_hash', 'openid_hash', 'withdraw_time'], {
      brand_id: id,
      card_hash: id,
      openid_hash: id,
      withdraw_time: whole,
      code_last4: text,
      withdrawn_by: text,
    })
    // Contents are large, so rows lie apart from the key's tree.
    await sql`create table evidence (brand_id ${key} not null, sha256 ${key} not null, media_type text not null, size bigint not null,
      content ${bytes} not null, time bigint not null, recorded_by text not null, primary key (brand_id, sha256))`.execute(database)

    await table('invalidations', ['brand_id', 'invalidation_id'], {
      brand_id: id,
      invalidation_id: id,
      card_id: id,
      card_hash: id,
      openid_hash: maybe.id,
      rehearsal: whole,
      code_last4: text,
      member: maybe.text,
      consent_id: id,
      batch_id: maybe.id,
      line: maybe.whole,
      connection: text,
      caller_kind: text,
      caller_id: text,
      base_url: text,
      invalid_reason: text,
      state: text,
      code: maybe.text,
      server_message: maybe.text,
      invalid_time: maybe.text,
      request_id: maybe.text,
      answer_sha256: maybe.text,
      proof: maybe.text,
      attempts: whole,
      failures: whole,
      request_count: whole,
      requested_by: text,
      consent_recorded_by: text,
      process_id: maybe.text,
      start_time: whole,
      end_time: maybe.whole,
      sign_before: whole,
      reconcile_after: whole,
      may_have_left: whole,
      not_invalid_at: maybe.whole,
      reads: whole,
      next_read_time: whole,
    })
    // A card is invalidated once: no attempt begins for it while another is in flight, has an unknown outcome, or is done. A rehearsal
    // takes nothing from the card itself.
    await sql`create unique index invalidations_once on invalidations (brand_id, card_hash, rehearsal) where state in ('sending', 'unknown', 'done')`.execute(
      database,
    )
    await sql`create index invalidations_open on invalidations (brand_id, state, start_time, invalidation_id)
      where state in ('sending', 'unknown')`.execute(database)
    await sql`create index invalidations_ended_otherwise on invalidations (brand_id, state, start_time, invalidation_id)
      where state not in ('sending', 'unknown', 'done')`.execute(database)
    await sql`create index invalidations_by_member on invalidations (brand_id, openid_hash)`.execute(database)
    await sql`create index invalidations_by_time on invalidations (brand_id, start_time, invalidation_id)`.execute(database)
    await sql`create index invalidations_by_card on invalidations (brand_id, card_hash)`.execute(database)
    await sql`create index invalidations_by_person on invalidations (brand_id, requested_by, start_time)`.execute(database)
    await sql`create index invalidations_by_recorder on invalidations (brand_id, consent_recorded_by, start_time)`.execute(database)

    await table('daily_quotas', ['brand_id', 'day'], { brand_id: id, day: id, invalidations: whole })
    await table('personal_quotas', ['brand_id', 'staff_id', 'day'], { brand_id: id, staff_id: id, day: id, invalidations: whole })
    await table('rate_limit_slots', ['caller_kind', 'caller_id', 'operation'], {
      caller_kind: id,
      caller_id: id,
      operation: id,
      next_time: whole,
    })
    await table('processes', ['process_id'], { process_id: id, host: text, pid: whole, beat_time: whole, address: maybe.text })
    await table('settings', ['brand_id'], { brand_id: id, value: text, time: whole, changed_by: text, loosened: whole })

    await table('notifications', ['notification_id'], {
      notification_id: id,
      event: text,
      brand_id: id,
      subject_id: id,
      time: whole,
      attempts: whole,
      next_time: whole,
      end_time: maybe.whole,
    })
    await sql`create index notifications_open on notifications (next_time) where end_time is null`.execute(database)

    await table('batches', ['brand_id', 'batch_id'], {
      brand_id: id,
      batch_id: id,
      connection: text,
      caller_kind: text,
      caller_id: text,
      base_url: text,
      rehearsal: whole,
      state: text,
      ...stop,
      author: text,
      create_time: whole,
      process_id: text,
      file_name: text,
      file_sha256: text,
      file_format: text,
      file_bytes: whole,
      bytes_read: whole,
      failure: maybe.text,
      file_reading: maybe.text,
      forced_reason: maybe.text,
      notice_version: whole,
      row_count: whole,
      faulty_count: whole,
      check_time: maybe.whole,
      plan_sha256: maybe.text,
      plan_count: maybe.whole,
      checked_by: maybe.text,
      start_time: maybe.whole,
      reject_reason: maybe.text,
      canary_left: maybe.whole,
      run_by: maybe.text,
      run_time: maybe.whole,
      end_time: maybe.whole,
    })
    await sql`create index batches_by_id on batches (batch_id)`.execute(database)
    await sql`create index batches_by_time on batches (create_time, batch_id)`.execute(database)
    await sql`create index batches_by_state on batches (brand_id, state)`.execute(database)
    await sql`create index batches_by_file on batches (brand_id, file_sha256)`.execute(database)
    await table('batch_approvals', ['brand_id', 'batch_id', 'staff_id'], {
      brand_id: id,
      batch_id: id,
      staff_id: id,
      plan_sha256: text,
      approve_time: whole,
      basis: text,
      rows_shown: whole,
      reason: maybe.text,
    })
    await table('batch_samples', ['brand_id', 'batch_id', 'staff_id'], {
      brand_id: id,
      batch_id: id,
      staff_id: id,
      plan_sha256: text,
      time: whole,
    })
    await table('batch_steps', ['brand_id', 'batch_id', 'number'], {
      brand_id: id,
      batch_id: id,
      number: whole,
      time: whole,
      action: text,
      staff_id: text,
      ...stop,
      process_id: text,
    })
    await table('batch_rows', ['brand_id', 'batch_id', 'line'], {
      brand_id: id,
      batch_id: id,
      line: whole,
      card_id: text,
      card_hash: maybe.id,
      openid_hash: maybe.id,
      code_last4: text,
      cells: maybe.text,
      consent_channel: maybe.text,
      told_at: maybe.whole,
      agreed_at: maybe.whole,
      consent_id: maybe.text,
      state: text,
      preflight: maybe.text,
      code: maybe.text,
      server_message: maybe.text,
      faults: maybe.text,
      warnings: maybe.text,
      invalid_time: maybe.text,
      request_id: maybe.text,
      invalidation_id: maybe.text,
      attempts: whole,
      request_count: whole,
      process_id: maybe.text,
      next_time: whole,
      end_time: maybe.whole,
    })
    await sql`create index batch_rows_by_member on batch_rows (brand_id, openid_hash)`.execute(database)
    await sql`create index batch_rows_by_state on batch_rows (brand_id, batch_id, state, line)`.execute(database)
    await sql`create index batch_rows_found on batch_rows (brand_id, batch_id, preflight, line) where preflight is not null`.execute(
      database,
    )
    await sql`create index batch_rows_faulty on batch_rows (brand_id, batch_id, line) where faults is not null`.execute(database)
    await sql`create index batch_rows_warned on batch_rows (brand_id, batch_id, line) where warnings is not null`.execute(database)
    await sql`create index batch_rows_ended on batch_rows (brand_id, batch_id, end_time, line) where end_time is not null`.execute(database)
    await sql`create index batch_rows_due on batch_rows (brand_id, batch_id, next_time) where state = 'pending'`.execute(database)
    // Of a million rows, those that a check has read stay pending, and few are claimed: both are found without a scan.
    await sql`create index batch_rows_unchecked on batch_rows (brand_id, batch_id, line) where state = 'pending' and preflight is null`.execute(
      database,
    )
    await sql`create index batch_rows_claimed on batch_rows (brand_id, batch_id, process_id) where process_id is not null`.execute(database)
  },
})
