import { setTimeout as rest } from 'node:timers/promises'
import { approve } from '../../src/domain/batch/approve.ts'
import { batchOf, requestCheck, start } from '../../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../../src/domain/batch/prepare.ts'
import { setSettings } from '../fixtures/two-administrators.ts'
import { actor } from './actor.ts'
import { brand_id, type CrashOptions, startCrashEnvironment } from './crash-environment.ts'
import { makeMembers } from './members.ts'

/** How a shared rate was kept. */
export interface RateReport {
  readonly per_second: number
  readonly calls: number
  /** The most calls in any one second. */
  readonly most_in_a_second: number
  /** Calls a second over the allowed rate, from the first call to the last. */
  readonly share: number
}

/** Runs a batch with all desks at once and watches when their calls arrive. */
export async function rateRun(options: CrashOptions & { readonly rows: number }): Promise<RateReport> {
  await using environment = await startCrashEnvironment({ ...options, lost_percent: 0, sign_seconds: 90 })
  const { context } = environment.control
  const { path } = await makeMembers(environment, options.rows, false)
  environment.proxy.calls.length = 0
  const author = actor('ann', 'author')
  await setSettings(context, brand_id, { canary_rows: 0 })
  const { batch } = await prepareBatch(context, author, { brand_id, path })
  const { batch_id } = batch
  const until = async (state: string) => {
    for (;;) {
      const { state: now, stop_code } = await batchOf(context, author, batch_id)
      if (now === state) return
      if (now === 'stopped_by_breaker') throw new Error(`the batch stopped: ${stop_code}`)
      await rest(100)
    }
  }
  await requestCheck(context, author, batch_id)
  for (const desk of environment.desks) await desk.start()
  await until('checked')
  await approve(context, actor('bob', 'approver'), batch_id, { count: options.rows })
  await start(context, author, batch_id)
  await until('done')
  const times = environment.proxy.calls.map(({ time }) => time).sort((a, b) => a - b)
  const [first = 0, last = 1] = [times[0], times.at(-1)]
  const inSecond = times.map(
    (time, index) => times.slice(index, index + 2 * options.per_second + 2).filter((other) => other < time + 1000).length,
  )
  return {
    per_second: options.per_second,
    calls: times.length,
    most_in_a_second: Math.max(...inSecond),
    share: Math.round(((times.length - 1) / ((last - first) / 1000) / options.per_second) * 1000) / 1000,
  }
}
