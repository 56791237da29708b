import { mkdirSync } from 'node:fs'
import { type Actor, openDesk } from '@card-member/desk'
import { openDatabase, parseDatabaseUrl } from '@card-member/service/database'
import { makeLog } from '@card-member/service/log'
import { sql } from 'kysely'
import { OtherClient } from './other-client.ts'
import { brand_id } from './workplace.ts'

// Does everything that is long with a batch of many rows, in the process of a desk, while somebody else works with the same desk.
const [small = '', large = '', database = '', folder = '', connections = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
await using desk = await openDesk({ database, folder, connections, log: makeLog({ level: 'warn' }) })
// Rows are changed as no desk changes them, so that phases need no platform: past the desk, by a connection of their own.
const raw = await openDatabase(parseDatabaseUrl(database))
const now = Math.floor(Date.now() / 1000)
const actorOf = (staff_id: string, ...roles: readonly Actor['grants'][number]['role'][]): Actor => ({
  staff_id,
  name: staff_id,
  grants: roles.map((role) => ({ brand_id: '*', role })),
  second_factor_time: now,
})
const [author, approver, admin] = [actorOf('author', 'author', 'manager'), actorOf('approver', 'approver'), actorOf('admin', 'admin')]
const other = await OtherClient.enter(desk)

async function phase(name: string, work: () => Promise<unknown>): Promise<void> {
  process.stdout.write(`${JSON.stringify({ begins: name })}\n`)
  const watch = other.watch()
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(`${JSON.stringify({ ended: name, seconds, ...(await watch.end()) })}\n`)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
let batch_id = ''
await phase('nothing', () => pause(5000))
await phase('upload of the open batch', () => desk.batches.prepare(author, { brand_id, path: small }))
await phase('upload of the large batch', async () => {
  batch_id = (await desk.batches.prepare(author, { brand_id, path: large })).batch_id
})
const named = sql`brand_id = ${brand_id} and batch_id = ${batch_id}`
// As if the platform had shown every card; that takes as long as its rate allows.
await sql`update batch_rows set preflight = 'can_be_invalidated', invalidation_id = 'call-' || line, consent_id = 'consent-' || line
  where ${named} and state = 'pending'`.execute(raw.write)
await sql`update batches set state = 'checking' where ${named}`.execute(raw.write)
await phase('the plan of the check', () => desk.batches.driveCheck(author, batch_id, new AbortController().signal))
await phase('a look at the batch, 20 times', async () => {
  for (let time = 0; time < 20; time++) await desk.batches.get(author, batch_id)
})
await phase('approval', async () => {
  const { plan_count, plan_sha256 } = await desk.batches.get(approver, batch_id)
  await desk.batches.approve(approver, batch_id, { count: plan_count ?? 0, plan_sha256: plan_sha256 ?? '' })
})
await phase('a report', async () => {
  for await (const _ of await desk.batches.report(author, batch_id, 'report.csv'));
})
await phase('another check', () => desk.batches.check(author, batch_id))
await phase('the end of a batch', () => desk.batches.cancel(author, batch_id))
await sql`insert into consents (brand_id, consent_id, card_id, card_hash, openid_hash, code_last4, member, notice_version, channel, told_at, agreed_at,
    invalid_reason, state, recorded_by, record_time, used_by)
  select brand_id, consent_id, card_id, card_hash, card_hash, code_last4, cells, 1, 'sms', 0, 0, '', 'used', 'author', 0, invalidation_id
  from batch_rows where ${named} and consent_id is not null`.execute(raw.write)
await sql`insert into invalidations (brand_id, invalidation_id, card_id, card_hash, rehearsal, code_last4, member, consent_id, batch_id, line, connection, caller_kind, caller_id,
    base_url, invalid_reason, state, attempts, failures, request_count, requested_by, consent_recorded_by, start_time, end_time, sign_before, reconcile_after, may_have_left, reads, next_read_time)
  select brand_id, invalidation_id, card_id, card_hash, 0, code_last4, cells, consent_id, batch_id, line, 'main', 'merchant', '', '', '', 'done', 1, 0, 1, 'author', 'author', 0, 0, 0, 0, 1, 0, 0
  from batch_rows where ${named} and invalidation_id is not null`.execute(raw.write)
const day = 86_400
for (const [what, end] of [
  ['a purge of members', now - 1000 * day],
  ['a purge of records', 0],
] as const) {
  await sql`update batches set end_time = ${end} where ${named}`.execute(raw.write)
  await sql`update invalidations set end_time = ${end} where ${named}`.execute(raw.write)
  await phase(what, () => desk.purge(admin))
}
await other[Symbol.asyncDispose]()
await raw.close()
