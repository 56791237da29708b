import { setTimeout as rest } from 'node:timers/promises'
import { approve } from '../../src/domain/batch/approve.ts'
import { describeBatch } from '../../src/domain/batch/describe.ts'
import { batchOf, requestCheck, resume, start } from '../../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../../src/domain/batch/prepare.ts'
import { reading } from '../../src/domain/context.ts'
import { type BatchRow, pageOfRows } from '../../src/store/batch-rows.ts'
import type { InvalidationRow } from '../../src/store/invalidations.ts'
import { setSettings } from '../fixtures/two-administrators.ts'
import { actor } from './actor.ts'
import type { SeenCall } from './counting-proxy.ts'
import { brand_id, type CrashEnvironment, type CrashOptions, startCrashEnvironment } from './crash-environment.ts'
import { KillSchedule } from './kill-schedule.ts'
import { type FileRow, makeMembers } from './members.ts'

/** The size of a run. */
export interface CrashRunOptions extends CrashOptions {
  readonly rows: number
  /** How many times a desk or the platform is killed while the batch is checked or runs. */
  readonly kills: number
  /** Receives how far it is. */
  readonly onState?: (state: string) => void
}

/** What happened in a run. */
export interface CrashReport {
  readonly rows: readonly (FileRow & { readonly row: BatchRow; readonly calls: readonly SeenCall[]; readonly begun: number })[]
  readonly cards: ReadonlyMap<string, { readonly state: string; readonly reason: string | null }>
  readonly counts: Readonly<Record<string, number>>
  readonly kills: number
  readonly lost_answers: number
  readonly refused_calls: number
  readonly calls: number
  readonly audit_ok: boolean
  readonly audit_events: number
  readonly seconds: number
}

const usual = { canary_rows: 10, breaker_percent: 100, breaker_same_code: 100_000 }

/** Takes a batch from its file to its end while desks and platform are killed again and again, and answers get lost. */
export async function crashRun(options: CrashRunOptions): Promise<CrashReport> {
  const began = Date.now()
  await using environment = await startCrashEnvironment(options)
  const { control } = environment
  const { context } = control
  const { path, rows } = await makeMembers(environment, options.rows)
  environment.proxy.calls.length = 0
  const author = actor('ann', 'author')
  await setSettings(context, brand_id, usual)
  const { batch } = await prepareBatch(context, author, { brand_id, path })
  const { batch_id } = batch
  const schedule = new KillSchedule(environment)
  const state = async () => {
    const now = await describeBatch(context, await batchOf(context, author, batch_id))
    options.onState?.(`${now.state} ${now.stop_kind ?? ''} ${JSON.stringify(now.counts)} kills ${schedule.count}`)
    return now
  }
  for (const desk of environment.desks) await desk.start()
  await environment.addFaults()
  // A quarter of the kills happens while cards are read. The card of every good row is read, and invalidated.
  const inCheck = Math.ceil(options.kills / 4)
  const good = rows.filter(({ kind }) => kind === 'good').length
  schedule.plan(inCheck, 'read', good)
  await requestCheck(context, author, batch_id)
  while ((await state()).state !== 'checked') await schedule.during(rest(100))
  const { plan_count = 0 } = await state()
  await approve(context, actor('bob', 'approver'), batch_id, { count: plan_count })
  schedule.plan(options.kills - inCheck, 'invalidated', good)
  await start(context, author, batch_id)
  for (let now = await state(); now.state !== 'done'; now = await state()) {
    if (now.state === 'paused' || now.state === 'stopped_by_breaker') await resume(context, author, batch_id)
    await schedule.during(rest(100))
  }
  await schedule.finished()
  for (const desk of environment.desks) await desk.kill()
  const { counts } = await state()
  const { ok, counts: audited } = await context.auditLog.verify({ tree: brand_id })
  return {
    rows: await explain(environment, batch_id, rows),
    cards: environment.cards(),
    counts,
    kills: schedule.count,
    lost_answers: environment.proxy.lost,
    refused_calls: environment.proxy.calls.filter(({ status }) => status !== 200).length,
    calls: environment.proxy.calls.length,
    audit_ok: ok,
    audit_events: audited.events,
    seconds: Math.round((Date.now() - began) / 1000),
  }
}

/** Each row of the file with what the desk says of it, and with every call that was seen for its card. */
async function explain({ control, proxy }: CrashEnvironment, batch_id: string, rows: readonly FileRow[]) {
  const store = reading(control.context)
  const seen = Map.groupBy(proxy.calls, ({ user_card_code }) => user_card_code)
  const calls: Pick<InvalidationRow, 'invalidation_id' | 'attempts'>[] = await store.database
    .selectFrom('invalidations')
    .select(['invalidation_id', 'attempts'])
    .execute()
  const attempts = new Map(calls.map((call) => [call.invalidation_id, call.attempts]))
  const stored = new Map<number, BatchRow>()
  for (let after = 0; ; ) {
    const page = await pageOfRows(store, { brand_id, batch_id }, { after, limit: 1000 })
    for (const row of page) stored.set(row.line, row)
    after = page.at(-1)?.line ?? after
    if (page.length < 1000) break
  }
  return rows.map((given, index) => {
    const row = stored.get(index + 2)
    if (row === undefined) throw new Error(`line ${index + 2} is lost`)
    return { ...given, row, calls: seen.get(given.user_card_code) ?? [], begun: attempts.get(row.invalidation_id ?? '') ?? 0 }
  })
}
