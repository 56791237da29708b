import { describe, expect, test } from 'vitest'
import { bundledOnce } from '../../../test/bundled.ts'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { crashRun } from './proof/crash-run.ts'
import { violationsOf } from './proof/violations.ts'

describe.each(kinds)('a batch on %s whose desk and platform are killed', (kind) => {
  test('ends every card exactly as it reports, and calls for none without consent, approval or need', async () => {
    await using database = await makeDatabase(kind)
    const { deskProcess: desk, platformProcess: platform, env } = await bundledOnce()
    const desks = kind === 'sqlite' ? 1 : 2
    const report = await crashRun({ database, rows: 200, kills: 4, per_second: 250, seed: 7, desks, programs: { desk, platform, env } })
    expect(violationsOf(report)).toEqual([])
    expect(report).toMatchObject({
      kills: 4,
      counts: { done: 194, rejected: 1, not_found: 2, mismatched: 1, already_invalid: 1, missing_consent: 1 },
    })
  }, 300_000)
})
