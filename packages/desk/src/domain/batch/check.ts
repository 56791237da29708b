import { setTimeout as rest } from 'node:timers/promises'
import { GroupCommit } from '@card-member/service/database'
import type { DeskErrorKind } from '../../contract/desk-error.ts'
import { type BatchRow, claimRows, hasUnread, releaseClaimed, releaseRows } from '../../store/batch-rows.ts'
import { type Batch, countPreflight, lockBatch, updateBatch } from '../../store/batches.ts'
import { type CheckedRow, writeChecked } from '../../store/check-rows.ts'
import { type ConsentRow, findConsent, findOpenConsents, insertConsents } from '../../store/consents.ts'
import type { Store } from '../../store/store.ts'
import { lastWithdrawals } from '../../store/withdrawals.ts'
import { demandClock } from '../clock.ts'
import type { Connection } from '../connection.ts'
import { consentRow, whyUseless } from '../consents.ts'
import { type Context, longReading, reading, secondsOf, write } from '../context.ts'
import { openidHash } from '../member.ts'
import type { Processes } from '../processes.ts'
import { settingsOf } from '../settings.ts'
import { connectionOf } from './batch-connection.ts'
import { cellsOf } from './cells.ts'
import { concurrencyFor } from './concurrency.ts'
import { findRow } from './find-row.ts'
import { planOf } from './plan.ts'
import { runWorkerPool } from './worker-pool.ts'

const poll_ms = 500

interface Checked {
  readonly row: CheckedRow
  /** A consent that the file itself brings. */
  readonly consent: ConsentRow | undefined
}

/** Reads every card of a batch, once, over all processes that take part; then writes the plan. */
export class Check {
  readonly #context: Context
  readonly #batch: Batch
  readonly #processes: Processes
  readonly #connection: Connection
  readonly #writes: GroupCommit<Checked, true>
  #streak: { code: string; count: number } = { code: '', count: 0 }
  #stopped = false

  constructor(context: Context, batch: Batch, processes: Processes) {
    this.#context = context
    this.#processes = processes
    this.#batch = batch
    this.#connection = connectionOf(context, batch)
    this.#writes = new GroupCommit((jobs) => this.#write(jobs), { concurrency: 1, limit: 256 })
  }

  /** Resolves when the check is over, or when it was told to stop. */
  async run(signal: AbortSignal): Promise<void> {
    const { brand_id, batch_id } = this.#batch
    try {
      for (;;) {
        const stopped = () => this.#stopped || signal.aborted
        await runWorkerPool({
          take: (count) => this.#take(count),
          handle: (row) => this.#checkRow(row),
          width: concurrencyFor(this.#connection.per_second),
          stopped,
        })
        if (stopped()) return
        // What is left rests, or is in the hands of others, of whom some may be gone.
        if (await this.#finish()) return
        const living = await this.#processes.living()
        await write(this.#context, (store) => releaseClaimed(store, { brand_id, batch_id }, { notBy: living }))
        await rest(poll_ms, undefined, { signal }).catch(() => undefined)
      }
    } finally {
      await this.#writes.drain()
      await write(this.#context, (store) => releaseClaimed(store, { brand_id, batch_id }, { by: this.#context.process_id }))
    }
  }

  async #take(count: number): Promise<readonly BatchRow[]> {
    const { process_id, clock } = this.#context
    await demandClock(this.#context)
    return write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.checking !== 1) {
        this.#stopped = true
        return []
      }
      return claimRows(store, batch, { process_id, now: secondsOf(clock), count, unread: true })
    })
  }

  async #checkRow(row: BatchRow): Promise<void> {
    const { brand_id, batch_id } = this.#batch
    const { card_id, user_card_code, openid } = cellsOf(this.#context, row)
    const found = await findRow(this.#connection, { brand_id, card_id, user_card_code, openid })
    if ('error' in found) return this.#again(row, found.error.code, found.away)
    this.#streak = { code: '', count: 0 }
    const now = secondsOf(this.#context.clock)
    const { consent, fresh, why } =
      found.state === 'pending' ? await this.#consentFor(row) : { consent: undefined, fresh: false, why: undefined }
    const missing = found.state === 'pending' && consent === undefined
    const code = (why ?? 'consent_needed').toUpperCase()
    const kind = missing ? ({ ...found, state: 'missing_consent', preflight: 'missing_consent', code } as const) : found
    const end_time = kind.state === 'pending' ? null : now
    const checked: CheckedRow = { brand_id, batch_id, line: row.line, ...kind, consent_id: consent?.consent_id ?? row.consent_id, end_time }
    await this.#writes.submit({ row: checked, consent: fresh ? consent : undefined })
  }

  /** The consent a row may go out with: its own, what the file brings, or what was recorded for the card. */
  async #consentFor(row: BatchRow): Promise<{ consent: ConsentRow | undefined; fresh: boolean; why: DeskErrorKind | undefined }> {
    const { brand_id, card_hash, consent_id, consent_channel: channel, told_at, agreed_at } = row
    const now = secondsOf(this.#context.clock)
    const store = reading(this.#context)
    const { openid } = cellsOf(this.#context, row)
    const member = { card_hash: card_hash ?? '', openid_hash: openidHash(this.#context.vault, brand_id, openid) }
    const withdrawals = await lastWithdrawals(store, brand_id, [member])
    let why: DeskErrorKind | undefined
    if (consent_id !== null) {
      const own = await findConsent(store, { brand_id, consent_id })
      why = own && whyUseless(own, now, withdrawals)
      if (own !== undefined && why === undefined) return { consent: own, fresh: false, why }
    } else if (channel !== null && told_at !== null && agreed_at !== null) {
      const { card_id, user_card_code, invalid_reason, consent_reference } = cellsOf(this.#context, row)
      const input = { brand_id, card_id, user_card_code, openid, channel, told_at, agreed_at, invalid_reason }
      const { consent_days } = await settingsOf(this.#context, brand_id)
      const by = { notice_version: this.#batch.notice_version, recorded_by: this.#batch.author, consent_days }
      const brought = consentRow(this.#context, consent_reference === '' ? input : { ...input, reference: consent_reference }, by)
      why = whyUseless(brought, now, withdrawals)
      if (why === undefined) return { consent: brought, fresh: true, why }
    }
    const open = await findOpenConsents(store, brand_id, [member.card_hash])
    const consent = open.findLast((one) => one.openid_hash === member.openid_hash && whyUseless(one, now, withdrawals) === undefined)
    return { consent, fresh: false, why }
  }

  async #again({ brand_id, batch_id, line }: BatchRow, code: string, away: boolean): Promise<void> {
    const { breaker_same_code } = await settingsOf(this.#context, brand_id)
    this.#streak = { code, count: code === this.#streak.code ? this.#streak.count + 1 : 1 }
    await write(this.#context, async (store) => {
      await releaseRows(store, [{ brand_id, batch_id, line, next_time: secondsOf(this.#context.clock) + 2 }])
      if (away || this.#streak.count < breaker_same_code) return
      this.#stopped = true
      await updateBatch(store, { brand_id, batch_id }, { checking: 0, stop_reason: `${code} ${this.#streak.count} times in a row` })
    })
  }

  #write(jobs: readonly Checked[]): Promise<true[]> {
    const { brand_id, batch_id } = this.#batch
    return write(this.#context, async (store) => {
      await writeChecked(
        store,
        jobs.map(({ row }) => row),
      )
      const consents = jobs.flatMap(({ consent }) => consent ?? [])
      await insertConsents(store, await this.#closed(store, consents))
      const counts = Object.fromEntries([...Map.groupBy(jobs, ({ row }) => row.preflight ?? '')].map(([name, some]) => [name, some.length]))
      const lines = jobs.map(({ row }) => row.line)
      await this.#context.auditLog.append(store, [
        { brand_id, actor: this.#batch.author, action: 'batch.look_up', facts: { batch_id, lines, counts, consents: consents.length } },
      ])
      return jobs.map((): true => true)
    })
  }

  /** A consent that was taken back between reading and writing is not open; its row needs another check. */
  async #closed(store: Store, consents: readonly ConsentRow[]): Promise<ConsentRow[]> {
    const withdrawals = await lastWithdrawals(store, this.#batch.brand_id, consents)
    return consents.map((consent) => {
      const withdraw_time = withdrawals.of(consent)
      return withdraw_time === undefined || consent.agreed_at > withdraw_time
        ? consent
        : { ...consent, state: 'withdrawn', withdrawn_by: 'desk', withdraw_time }
    })
  }

  /** Writes the plan if every row was read; whether the check is over. What takes long is read before the transaction. */
  async #finish(): Promise<boolean> {
    const { brand_id, batch_id } = this.#batch
    const long = longReading(this.#context)
    const read = !(await hasUnread(reading(this.#context), this.#batch))
    const plan = read ? await planOf(this.#context, reading(this.#context), this.#batch) : undefined
    const preflight = read ? await countPreflight(long, this.#batch) : {}
    return write(this.#context, async (store) => {
      const batch = await lockBatch(store, this.#batch, 'update')
      if (batch?.checking !== 1) return true
      if (plan === undefined) return false
      const check_time = secondsOf(this.#context.clock)
      const none = { approved_by: null, approve_time: null, approved_sha256: null, stop_reason: null }
      const change = { state: 'checked', checking: 0, check_time, ...plan, preflight: JSON.stringify(preflight), ...none } as const
      await updateBatch(store, batch, change)
      await this.#context.auditLog.append(store, [
        { brand_id, actor: batch.author, action: 'batch.check', facts: { batch_id, ...plan, preflight } },
      ])
      return true
    })
  }
}
