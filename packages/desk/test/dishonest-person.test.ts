import { expect, test } from 'vitest'
import { runDishonest } from './dishonest-person/run.ts'

test('one dishonest person among honest ones ends no more cards a day than one person may', async () => {
  const { joined, ended } = await runDishonest({ runs: 24, seed: 20261126 })
  // The model is no proof if nothing ever happens in it.
  expect(ended).toBeGreaterThan(30)
  // Nobody takes a link that an honest person's code goes with, and nobody else's is ever confirmed.
  expect(joined).toBe(0)
}, 300_000)
