import { describe, expect, it } from 'vitest'
import { sleep } from './sleep.ts'

describe('sleep', () => {
  it('ends after its time, and leaves nothing at the signal', async () => {
    const { signal } = new AbortController()
    const started = performance.now()
    await sleep(5, signal)
    expect(performance.now() - started).toBeGreaterThanOrEqual(4)
  })

  it('ends at the abort of its signal, with its reason', async () => {
    const controller = new AbortController()
    const sleeping = sleep(60_000, controller.signal)
    controller.abort(new Error('wake up'))
    await expect(sleeping).rejects.toThrow('wake up')
    await expect(sleep(60_000, controller.signal)).rejects.toThrow('wake up')
  })
})
