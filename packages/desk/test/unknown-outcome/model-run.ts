import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeLog } from '@card-member/service/log'
import fc from 'fast-check'
import { openParts } from '../../src/parts.ts'
import { Slot } from './model-process.ts'
import { Simulation } from './simulation.ts'

const index = fc.nat(11)
const somebody = fc.nat(2)
const seconds = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 500 }))

/** One thing that happens. The first numbers say to whom. */
const move = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('step' as const), which: index, choice: fc.nat(29) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('row' as const), who: somebody }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('single' as const), who: somebody, which: index }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const), who: somebody, believesDead: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('read' as const), who: somebody, which: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), who: somebody }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('time' as const), seconds }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('clock' as const), who: fc.nat(3), seconds: fc.integer({ min: -900, max: 900 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deliver' as const), which: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('others' as const), which: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), who: somebody, which: index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('agree' as const), who: somebody, which: index }) },
)
type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never

async function make(simulation: Simulation, one: Move): Promise<void> {
  const process = simulation.processes['who' in one ? one.who % 3 : 0]
  if (process === undefined) return
  switch (one.kind) {
    case 'step': {
      const flow = simulation.flows[one.which % Math.max(1, simulation.flows.length)]
      return flow?.process.step(flow, one.choice)
    }
    case 'row':
      return simulation.sendRow(process)
    case 'single':
      return simulation.invalidate(process, one.which)
    case 'settle':
      return simulation.settle(process, one.believesDead ? [process.id] : simulation.processes.map(({ id }) => id))
    case 'read':
      return simulation.reconcileInvalidation(process, one.which)
    case 'kill':
      return simulation.kill(one.who)
    case 'time':
      return simulation.advance(one.seconds)
    case 'clock':
      if (one.who === 3) simulation.stepDatabaseClock(one.seconds)
      else process.shift += one.seconds * 1000
      return
    case 'deliver':
      return simulation.deliver(one.which)
    case 'others':
      return simulation.endByOthers(one.which)
    case 'withdraw':
      return simulation.withdraw(process, one.which)
    case 'agree':
      return simulation.agree(process, one.which)
  }
}

const letOn = (which: number, choice = 0) => ({ kind: 'step' as const, which, choice })

/** One that chance seldom finds: an attempt that was taken over tells its end when the next one is on its way. */
const oldEnd: Move[] = [
  { kind: 'row', who: 0 },
  { kind: 'settle', who: 1, believesDead: true },
  { kind: 'row', who: 1 },
  ...[letOn(1), letOn(1), letOn(1), letOn(1, 4)],
  ...[letOn(0), letOn(0), letOn(0)],
]

/** How the model is run. */
export interface ModelOptions {
  readonly url: string
  readonly runs: number
  readonly seed: number
}

/** Lets worlds go their way, each its own; throws with the shortest way that led to what must never be, and the seed. */
export async function runModel({ url, runs, seed }: ModelOptions): Promise<{ readonly moves: number; readonly ended: number }> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'card-member-model-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const desk = stack.use(await openParts({ database: url, folder, log: makeLog({ level: 'error' }) }))
  const slots = [new Slot(), new Slot(), new Slot()]
  const told = { moves: 0, ended: 0 }
  let number = 1000
  const way = fc.asyncProperty(fc.array(move, { minLength: 12, maxLength: 40, size: 'max' }), fc.boolean(), async (moves, deliverRest) => {
    const simulation = await Simulation.open(desk, slots, ++number)
    const step = async (run: () => Promise<void>) => {
      await run()
      if (simulation.faults.length > 0) throw new Error(simulation.faults.join('\n'))
    }
    for (const one of moves) {
      await step(async () => {
        await make(simulation, one)
        await simulation.check()
      })
    }
    await step(() => simulation.comeToRest(deliverRest))
    told.moves += moves.length
    told.ended += simulation.platform.cards.filter(({ end }) => end?.by === 'us').length
  })
  await fc.assert(way, { numRuns: runs, seed, endOnFailure: false, examples: [[oldEnd, false]] })
  return told
}
