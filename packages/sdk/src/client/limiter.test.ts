import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LocalRateLimiter } from './limiter.ts'

const key = { mchid: '1900000001', operation: 'invalidateUserCard' }
const never = new AbortController().signal

/** A clock that moves only when someone sleeps. */
function ownTime() {
  const time = { now: 0 }
  const sleepers: { at: number; wake: () => void }[] = []
  return {
    time,
    elapsed: () => time.now,
    sleep: (ms: number) => new Promise<void>((wake) => sleepers.push({ at: time.now + ms, wake })),
    /** Lets everything happen up to a moment. */
    async until(moment: number): Promise<void> {
      for (;;) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve()
        const next = sleepers.toSorted((one, other) => one.at - other.at).find(({ at }) => at <= moment)
        if (next === undefined) break
        sleepers.splice(sleepers.indexOf(next), 1)
        time.now = Math.max(time.now, next.at)
        next.wake()
      }
      time.now = moment
    },
  }
}

describe('LocalRateLimiter', () => {
  it('lets five through at once and the sixth a second and a margin later', async () => {
    const { time, until, ...clocks } = ownTime()
    const limiter = new LocalRateLimiter(clocks)
    const granted: number[] = []
    for (let call = 0; call < 12; call++) void limiter.take(key, 5, { signal: never }).then(() => granted.push(time.now))
    await until(10_000)
    expect(granted).toEqual([0, 0, 0, 0, 0, 1010, 1010, 1010, 1010, 1010, 2020, 2020])
  })

  it('never lets more through in any second, whenever calls come, and keeps their order', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: 1, max: 7 }), async (waits, per_second) => {
        const { time, until, ...clocks } = ownTime()
        const limiter = new LocalRateLimiter(clocks)
        const granted: [order: number, at: number][] = []
        let at = 0
        for (const [order, wait] of waits.entries()) {
          at += wait
          await until(at)
          void limiter.take(key, per_second, { signal: never }).then(() => granted.push([order, time.now]))
        }
        await until(at + 100_000)
        expect(granted.map(([order]) => order)).toEqual(waits.map((_, order) => order))
        for (const [index, [, moment]] of granted.entries()) {
          const [, later = Number.POSITIVE_INFINITY] = granted[index + per_second] ?? []
          expect(later - moment).toBeGreaterThanOrEqual(1010)
        }
      }),
    )
  })

  it('spreads a rate below one over its seconds', async () => {
    const { time, until, ...clocks } = ownTime()
    const limiter = new LocalRateLimiter(clocks)
    const granted: number[] = []
    for (let call = 0; call < 3; call++) void limiter.take(key, 0.5, { signal: never }).then(() => granted.push(time.now))
    await until(10_000)
    expect(granted).toEqual([0, 2010, 4020])
  })

  it('counts each merchant and each operation apart', async () => {
    const { until: _until, time: _time, ...clocks } = ownTime()
    const limiter = new LocalRateLimiter({ ...clocks, when_full: 'refuse' })
    await limiter.take(key, 1, { signal: never })
    await limiter.take({ ...key, mchid: '1900000002' }, 1, { signal: never })
    await limiter.take({ ...key, operation: 'getUserCard' }, 1, { signal: never })
    await expect(limiter.take(key, 1, { signal: never })).rejects.toThrow('more than 1 calls of invalidateUserCard per second')
  })

  it('forgets a caller who leaves the line, and serves the next', async () => {
    const { time, until, ...clocks } = ownTime()
    const limiter = new LocalRateLimiter(clocks)
    const leaving = new AbortController()
    const granted: string[] = []
    await limiter.take(key, 1, { signal: never })
    const left = limiter.take(key, 1, { signal: leaving.signal })
    void limiter.take(key, 1, { signal: never }).then(() => granted.push(`stayed ${time.now}`))
    leaving.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    await until(5_000)
    expect(granted).toEqual(['stayed 1010'])
    await expect(limiter.take(key, 1, { signal: leaving.signal })).rejects.toThrow('left')
  })
})
