import { describe, expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { crashRun } from './proof/crash-run.ts'
import { judge } from './proof/judge.ts'

describe.each(kinds)('a batch on %s whose desk and platform are killed', (kind) => {
  test('ends every card exactly as it reports, and calls for none without consent, approval or need', async () => {
    await using database = await makeDatabase(kind)
    const report = await crashRun({ database, rows: 600, kills: 6, per_second: 150, seed: 7, desks: kind === 'sqlite' ? 1 : 2 })
    expect(judge(report)).toEqual([])
    expect(report).toMatchObject({
      kills: 6,
      counts: { done: 582, rejected: 3, not_found: 6, mismatched: 3, already_invalid: 3, missing_consent: 3 },
    })
  }, 120_000)
})
