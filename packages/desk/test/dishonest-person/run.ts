import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLog } from '@card-member/service/log'
import fc from 'fast-check'
import type { Role } from '../../src/contract/index.ts'
import { openParts } from '../../src/parts.ts'
import { ShiftedClock } from '../fixtures/shifted-clock.ts'
import { Slot } from '../unknown-outcome/model-process.ts'
import { type Act, anyAct, perform } from './acts.ts'
import { World } from './world.ts'

const roles = fc.constantFrom<Role[]>(['clerk'], ['author'], ['approver'], ['manager'], ['admin'], ['admin', 'manager'])

const [who, first, second] = [0, 0, 1]

/** Ways that chance seldom finds: the link of a colleague whom somebody asked for is taken by who made it. */
const takenLinks: [Role[], number, Act[]][] = (['colleague', 'renewal'] as const).map((what) => [
  ['admin', 'manager'],
  1,
  [
    { kind: 'ask', value: { what, who } },
    { kind: 'honest look', value: {} },
    { kind: 'join', value: { which: first } },
    { kind: 'batch', value: { who, cards: [1, 3, 5] } },
    { kind: 'approve', value: { who: second, which: first } },
    { kind: 'run', value: { who, which: first } },
  ],
])

/** How the model is run. */
export interface DishonestOptions {
  readonly runs: number
  readonly seed: number
}

/** Lets one dishonest person do what they can, in one world after another; throws with the shortest way to more cards than the limit. */
export async function runDishonest({ runs, seed }: DishonestOptions) {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'card-member-dishonest-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const clock = new ShiftedClock()
  const password_cost = { ln: 1, r: 1, p: 1 }
  const log = makeLog({ level: 'silent' })
  const parts = stack.use(await openParts({ database: `sqlite:${join(folder, 'desk.db')}`, folder, clock: clock.read, log, password_cost }))
  const ground = { parts, slot: new Slot(), clock }
  const told = { sequences: 0, acts: 0, joined: 0, ended: 0 }
  let number = 1000
  const sequence = async (role: readonly Role[], others: number, acts: readonly Act[]) => {
    const world = await World.open(ground, ++number, role, others)
    for (const act of acts) {
      await perform(world, act)
      const faults = await world.faults()
      if (faults.length > 0) throw new Error(faults.join('; '))
    }
    told.sequences++
    told.acts += acts.length
    told.joined += world.controlled.length - 1
    told.ended += world.ended
  }
  const property = fc.asyncProperty(roles, fc.nat(2), fc.array(anyAct, { minLength: 10, maxLength: 40, size: 'max' }), sequence)
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: false, examples: takenLinks })
  return told
}
