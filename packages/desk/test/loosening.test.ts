import { describe, expect, test } from 'vitest'
import { settingLoosens, splitSettings } from '../src/contract/setting-directions.ts'
import { defaultSettings, type Settings } from '../src/contract/settings.ts'
import { splitGrants } from '../src/staff/grant-changes.ts'

describe('what loosens', () => {
  const hours = (from: string, to: string) => ({ from, to })
  /** For each setting: values from the tightest to the loosest. */
  const orders: { readonly [Name in keyof Settings]: readonly Settings[Name][] } = {
    consent_days: [1, 60, null],
    canary_rows: [1, 10, 1000, 0],
    canary_delay_seconds: [null, 60, 0],
    breaker_percent: [0, 2, 100],
    breaker_rows: [1, 200, 1000],
    breaker_same_code: [1, 5, 100],
    daily_cap: [1, 100, null],
    allowed_hours: [hours('10:00', '11:00'), hours('09:00', '18:00'), hours('09:00', '02:00'), null],
    rehearsal_required: [true, false],
    single_limit_per_person: [0, 20, 100],
    single_needs_second_person: [true, false],
    approvals_required: [3, 2, 1],
    approval_hours: [1, 72],
    run_hours: [1, 168],
    evidence_required: [['sms', 'phone', 'store'], ['phone', 'store'], ['phone'], []],
    retention_days: [36_500, 1096],
    member_data_days: [1, 30],
  }

  test.each(Object.entries(orders))('%s', (name, values) => {
    for (const [index, before] of values.entries())
      for (const [other, after] of values.entries()) {
        const { at_once, waits } = splitSettings({ ...defaultSettings, [name]: before }, { [name]: after })
        const found = { at_once: Object.keys(at_once), waits: Object.keys(waits) }
        const [same, loosens] = [other === index, other > index]
        expect({ before, after, ...found }).toEqual({ before, after, at_once: same || loosens ? [] : [name], waits: loosens ? [name] : [] })
      }
  })

  test('hours that move are wider where they were closed', () => {
    expect(settingLoosens.allowed_hours(hours('09:00', '18:00'), hours('10:00', '19:00'))).toBe(true)
    expect(settingLoosens.allowed_hours(hours('22:00', '02:00'), hours('23:00', '01:00'))).toBe(false)
    expect(settingLoosens.allowed_hours(null, hours('00:00', '23:59'))).toBe(false)
  })

  test('roles, by what they permit', () => {
    const manager = { brand_id: '1004', role: 'manager' } as const
    const clerk = { brand_id: '1004', role: 'clerk' } as const
    const viewer = { brand_id: '*', role: 'viewer' } as const
    expect(splitGrants([manager], [clerk])).toEqual({ at_once: [clerk], waits: false })
    expect(splitGrants([clerk], [manager])).toEqual({ at_once: [clerk], waits: true })
    expect(splitGrants([clerk], [viewer])).toEqual({ at_once: [], waits: true })
    expect(splitGrants([manager, viewer], [{ brand_id: '2005', role: 'viewer' }])).toEqual({
      at_once: [{ brand_id: '2005', role: 'viewer' }],
      waits: false,
    })
  })
})
