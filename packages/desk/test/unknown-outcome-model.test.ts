import { describe, expect, test } from 'vitest'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { runModel } from './unknown-outcome/model-run.ts'

describe.each(kinds)('three desk processes on %s that stall, die and are taken for dead, with clocks that step', (kind) => {
  test('never end a card twice, and never report a wrong outcome', async () => {
    await using database = await makeDatabase(kind)
    const runs = kind === 'sqlite' ? 100 : 40
    const { ended } = await runModel({ url: database.url, runs, seed: 20261126 })
    // The model is no proof if nothing ever happens in it.
    expect(ended).toBeGreaterThan(runs / 10)
  }, 300_000)
})
