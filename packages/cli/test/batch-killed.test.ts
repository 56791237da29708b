import { describe, expect, it, vi } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { start } from './command-fixture.ts'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'

const cards = 120

async function doneRows({ scene }: CommandDesk): Promise<number> {
  return (await scene.database.rows("select line from batch_rows where state = 'done'")).length
}

describe.each(kinds)('a command on %s that is killed while it runs a batch', (kind) => {
  it.each(['run', 'resume'])('is given again as `batch %s`, goes on from there, and each card is ended once', async (command) => {
    await using desk = await openCommandDesk({ kind, per_second: 40 }, 'author', 'approver', 'admin')
    await desk.run('admin', 'desk', 'settings', '--brand', brand_id, '--set', 'canary_rows=0')
    const path = await desk.file(await desk.scene.importCards(cards))
    const { told } = await desk.json('author', 'batch', 'prepare', path, '--brand', brand_id)
    await desk.run('author', 'batch', 'check', told.id)
    await desk.run('approver', 'batch', 'approve', told.id, '--count', String(cards))
    const running = start(['batch', 'run', told.id, ...desk.as('author')])
    await vi.waitFor(async () => expect(await doneRows(desk)).toBeGreaterThan(5), { timeout: 40_000 })
    running.signal('SIGKILL')
    await running.ended
    const left = (await desk.json('author', 'batch', 'status', told.id)).told
    expect(left.state).toBe('running')
    expect(left.counts.done).toBeLessThan(cards)
    expect(await desk.json('author', 'batch', command, told.id)).toMatchObject({
      code: 0,
      told: { state: 'done', counts: { done: cards, unknown: 0, sending: 0, pending: 0 } },
    })
    // A call whose answer was lost with the process is found done, and counted.
    const sent = await desk.scene.platform.sandbox.requests(1000)
    const ended = sent.filter(({ operation }) => operation === 'invalidateUserCard')
    expect(ended).toHaveLength(cards)
    const steps = await desk.scene.database.rows('select action from batch_steps order by number')
    expect(steps.map(({ action }) => action)).toEqual(['run', 'take_up', 'done'])
  })
})
