import { createHash } from 'node:crypto'
import type { Database } from '@card-member/service/database'
import { type RawBuilder, sql } from 'kysely'
import type { RowTables } from './list-batches.ts'
import { brand_id } from './workplace.ts'

/** Rows that are added together. */
export const slice = 100_000

export const hashOf = (number: number) => createHash('md5').update(String(number)).digest('hex').padEnd(43, '0')

const numbers = (first: number) =>
  sql`with recursive n(i) as (select cast(${first} as bigint) union all select i + 1 from n where i < ${first + slice - 1})`

/** A text of 43 characters by a number, other than its neighbours', alike on both databases in its length alone. */
const hash = (kind: 'sqlite' | 'postgres', i: RawBuilder<unknown>) =>
  kind === 'postgres' ? sql`rpad(md5(cast(${i} as text)), 43, '0')` : sql`lower(hex(randomblob(16))) || '00000000000'`

export async function addInvalidations({ kind, write }: Database<RowTables>, batch_id: string, first: number): Promise<void> {
  const begun = 1_793_000_000
  await sql`insert into invalidations (brand_id, invalidation_id, card_id, card_hash, rehearsal, code_last4, consent_id, batch_id, connection, caller_kind, caller_id,
      base_url, invalid_reason, state, attempts, failures, request_count, requested_by, consent_recorded_by, start_time, end_time, sign_before, reconcile_after, may_have_left, reads, next_read_time)
    ${numbers(first)} select ${brand_id}, 'i-' || i, 'card', ${hash(kind, sql`i`)}, 0, '0000', 'consent-' || i, ${batch_id}, 'main', 'merchant', '1', 'http://127.0.0.1', '用户申请退会',
      case when i % 1000 = 0 then 'unknown' when i % 50 = 0 then 'rejected' else 'done' end, 1, 0, 1, 'staff-' || (i % 20), 'staff-' || (i % 20), ${begun} + i * 2, ${begun} + i * 2, 0, 0, 1, 0, 9000000000000
    from n`.execute(write)
}

export async function addEvents({ kind, write }: Database<RowTables>, batch_id: string, first: number): Promise<void> {
  const begun = 1_793_000_000
  const facts = sql`'{"batch_id":"' || cast(${batch_id} as text) || '","card_hash":"' || ${hash(kind, sql`i`)} || '","consent_id":"consent-' || i || '"}'`
  await sql`insert into audit_events (tree, "index", time, actor, action, facts, leaf_hash)
    ${numbers(first)} select ${brand_id}, 1000 + i, ${begun} + i * 2, 'staff-' || (i % 20), case when i % 5000 = 0 then 'card.reveal' else 'invalidation.end' end, ${facts}, 'leaf'
    from n`.execute(write)
}

export async function addConsents({ kind, write }: Database<RowTables>, first: number): Promise<void> {
  const begun = 1_793_000_000
  await sql`insert into consents (brand_id, consent_id, card_id, card_hash, openid_hash, code_last4, notice_version, language, text_sha256, channel, told_at,
      expressed, agreed_by, agreed_at, proof, invalid_reason, state, recorded_by, record_time, used_by)
    ${numbers(first)} select ${brand_id}, 'consent-' || i, 'card', ${hash(kind, sql`i`)}, ${hash(kind, sql`i`)}, '0000', 0, 'zh-CN', '', 'sms', ${begun} + i * 2,
      'reply', 'member', ${begun} + i * 2, 'statement', '用户申请退会', 'used', 'staff-' || (i % 20), ${begun} + i * 2, 'i-' || i
    from n`.execute(write)
}
