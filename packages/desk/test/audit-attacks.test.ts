import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AuditLog } from '../src/audit/audit-log.ts'
import { wholeNote } from '../src/audit/checkpoints.ts'
import { leafHashOf } from '../src/audit/entry.ts'
import type { Finding } from '../src/audit/finding-kind.ts'
import { writeFrontier } from '../src/audit/frontier.ts'
import { signedHead } from '../src/audit/head.ts'
import { appendLeaves } from '../src/audit/merkle.ts'
import { signerOf } from '../src/audit/note-keys.ts'
import { Witnessing } from '../src/audit/witnessing.ts'
import { type AuditDump, dump, mixed, restore } from './fixtures/audit-dump.ts'
import { type AuditFixture, closeAuditLogs, eventsOf, makeAuditLog } from './fixtures/audit-log.ts'
import { TestWitness } from './fixtures/witness.ts'

const brands = ['1004', '1005', '1006'] as const
const trees = [...brands, 'desk'] as const
const runs = 250

let made: AuditFixture
let witness: TestWitness
/** States of before, each with checkpoints after it; the last is the present. */
const states: AuditDump[] = []
let remembered: ReturnType<TestWitness['remembered']>
/** What an outsider kept of the present: the newest checkpoint of each tree. */
const kept = new Map<string, string>()

const witnessing = (log: AuditLog) => {
  const url = { name: witness.signer.name, url: 'http://witness.example', vkey: witness.signer.vkey }
  return new Witnessing(log, [url], () => made.clock.seconds, witness.fetch)
}

beforeAll(async () => {
  made = await makeAuditLog('sqlite')
  witness = await TestWitness.make('witness.example', made.clock.read)
  const { desk_id } = (await dump(made)).audit_log[0] ?? { desk_id: '' }
  for (const tree of trees) {
    const origin = `card-member.local/${desk_id}/${tree}`
    witness.follow(signerOf(made.key, origin).vkey)
  }
  for (let step = 0; step < 6; step++) {
    for (const brand_id of brands) await made.auditLog.note(eventsOf(brand_id, 1 + ((step * 3) % 4)))
    await made.auditLog.note(eventsOf('', 1))
    made.clock.advance(700)
    await made.auditLog.writeCheckpoints()
    await witnessing(made.auditLog).send()
    states.push(await dump(made))
  }
  for (const row of present().audit_checkpoints) kept.set(row.tree, wholeNote(row))
  remembered = witness.remembered()
})
afterAll(async () => {
  await made[Symbol.asyncDispose]()
  await closeAuditLogs()
})

function present(): AuditDump {
  const last = states.at(-1)
  if (last === undefined) throw new Error('there is a state')
  return last
}

/**
 * Who finds a state that was put in place of the present one: the desk's own tree, a witness, a kept checkpoint.
 *
 * @param goesOn whether the desk adds events to the tree and makes a checkpoint before somebody looks
 */
async function findersOf(state: AuditDump, tree: string, { goesOn = true, log = made.auditLog } = {}): Promise<ReadonlySet<string>> {
  await restore(made, state)
  witness.remember(remembered)
  if (goesOn) {
    await log.note(eventsOf(tree === 'desk' ? '' : tree, 1))
    await log.writeCheckpoints(tree)
  }
  const testimonies = await witnessing(log).send({ again: true, only: tree })
  const report = await log.verify({
    testimonies,
    checkpoint: { note: kept.get(tree) ?? '', subject: 'kept' },
    ...(tree === 'desk' ? {} : { tree }),
  })
  return new Set(report.findings.map(finderOf))
}

function finderOf({ kind, subject }: Finding): string {
  if (kind === 'witness_refuses') return 'witness'
  return subject === 'kept' ? 'checkpoint' : 'own tree'
}

/** Changes an event and makes everything fit again, as only who has the desk's key can. */
function rewritten(state: AuditDump, tree: string, at: number): AuditDump {
  const audit_events = state.audit_events.map((row) => {
    if (row.tree !== tree || row.index !== at) return row
    const changed = { ...row, actor: 'person_2' }
    return { ...changed, leaf_hash: leafHashOf(changed) }
  })
  const own = audit_events.filter((row) => row.tree === tree).sort((a, b) => a.index - b.index)
  const leaves = own.map(({ leaf_hash }) => Buffer.from(leaf_hash, 'base64'))
  const frontier = writeFrontier(appendLeaves({ size: 0, hashes: [] }, leaves))
  const { desk_id } = state.audit_log[0] ?? { desk_id: '' }
  return {
    ...state,
    audit_events,
    audit_trees: state.audit_trees.map((row) => (row.tree === tree ? signedHead({ ...row, frontier }, desk_id, made.key) : row)),
    audit_checkpoints: state.audit_checkpoints.filter((row) => row.tree !== tree),
  }
}

const earlier = fc.nat({ max: 4 })
const seeded = { seed: 15, numRuns: runs }

describe(`each attack, ${runs} times at random`, () => {
  test('what was not attacked is sound', async () => {
    expect([...(await findersOf(present(), 'desk'))]).toEqual([])
    expect([...(await findersOf(present(), '1004'))]).toEqual([])
  })

  test('a rollback of the whole database is found by a witness and by a kept checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(earlier, fc.constantFrom(...trees), fc.boolean(), async (index, tree, goesOn) => {
        expect([...(await findersOf(states[index] ?? present(), tree, { goesOn }))].sort()).toEqual(['checkpoint', 'witness'])
      }),
      seeded,
    )
  })

  test('a rollback of one brand is found by the tree of the desk, too', async () => {
    await fc.assert(
      fc.asyncProperty(earlier, fc.constantFrom(...brands), fc.boolean(), async (index, tree, goesOn) => {
        const state = mixed(present(), states[index] ?? present(), tree)
        expect([...(await findersOf(state, tree, { goesOn }))].sort()).toEqual(['checkpoint', 'own tree', 'witness'])
      }),
      seeded,
    )
  })

  test('that everything was deleted is found by a witness and by a kept checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...trees), async (count, tree) => {
        const audit_log = [{ desk_id: `${count}`.padStart(16, 'a'), host: null }]
        const none = {
          audit_trees: [],
          audit_events: [],
          audit_tiles: [],
          audit_card_blocks: [],
          audit_checkpoints: [],
          audit_witnesses: [],
        }
        const log = new AuditLog({ database: made.database, key: made.key, clock: made.clock.read })
        expect([...(await findersOf({ audit_log, ...none }, tree, { log }))].sort()).toEqual(['checkpoint', 'witness'])
      }),
      seeded,
    )
  })

  test("what was rewritten with the desk's key is found by a witness, a kept checkpoint and, of a brand, the tree of the desk", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(...trees), async (place, tree) => {
        const size = present().audit_trees.find((row) => row.tree === tree)?.size ?? 1
        // The last event came after the newest checkpoint of the brand, or is that of it.
        const state = rewritten(present(), tree, place % (size - 1))
        const own = tree === 'desk' ? [] : ['own tree']
        expect([...(await findersOf(state, tree))].sort()).toEqual(['checkpoint', ...own, 'witness'])
      }),
      seeded,
    )
  })
})
