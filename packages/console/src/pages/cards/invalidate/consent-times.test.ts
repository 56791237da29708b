import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { timeFaults } from './consent-times.ts'

const free = { consent_days: null, withdraw_time: undefined }

describe('times of a consent', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-20T12:00:30+08:00') }))
  afterEach(() => vi.useRealTimers())

  it('are right up to the present minute, and nothing is wrong with what is not given', () => {
    expect(timeFaults('', '', free)).toEqual({ told: undefined, agreed: undefined })
    expect(timeFaults('2026-11-20T12:00', '2026-11-20T12:00', free)).toEqual({ told: undefined, agreed: undefined })
  })

  it('are not in the future', () => {
    expect(timeFaults('2026-11-20T12:01', '2026-11-20T12:01', free)).toEqual({ told: 'future', agreed: 'future' })
  })

  it('have the member told before they agree', () => {
    expect(timeFaults('2026-11-19T10:01', '2026-11-19T10:00', free).agreed).toBe('before_told')
  })

  it('end with the days of the brand, and with a withdrawal', () => {
    expect(timeFaults('', '2026-11-10T12:01', { ...free, consent_days: 10 }).agreed).toBe(undefined)
    expect(timeFaults('', '2026-11-10T12:00', { ...free, consent_days: 10 }).agreed).toBe('expired')
    const withdrawn = { ...free, withdraw_time: '2026-11-19T10:00:30+08:00' }
    expect(timeFaults('', '2026-11-19T10:00', withdrawn).agreed).toBe('withdrawn')
    expect(timeFaults('', '2026-11-19T10:01', withdrawn).agreed).toBe(undefined)
  })
})
