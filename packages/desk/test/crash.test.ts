import { describe, expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { crashRun } from './proof/crash-run.ts'
import { judge } from './proof/judge.ts'

describe.each(kinds)('a batch on %s whose desk and platform are killed', (kind) => {
  test('ends every card exactly as it reports, and calls for none without consent, approval or need', async () => {
    await using database = await makeDatabase(kind)
    // Slow enough that the last blow falls before the last row, whatever the dice say.
    const report = await crashRun({ database, rows: 400, kills: 4, per_second: 80, seed: 7, desks: kind === 'sqlite' ? 1 : 2 })
    expect(judge(report)).toEqual([])
    expect(report).toMatchObject({
      kills: 4,
      counts: { done: 388, rejected: 2, not_found: 4, mismatched: 2, already_invalid: 2, missing_consent: 2 },
    })
  }, 300_000)
})
