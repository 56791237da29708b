import { describe, expect, it } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { start } from './command-fixture.ts'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'

const cards = 60

async function rowsIn({ environment }: CommandDesk, ...states: string[]): Promise<number> {
  const names = states.map((state) => `'${state}'`).join(', ')
  return (await environment.database.rows(`select line from batch_rows where state in (${names})`)).length
}

describe.each(kinds)('a command on %s that is killed while it runs a batch', (kind) => {
  it.each(['run', 'resume'])('is given again as `batch %s`, goes on from there, and each card is ended once', async (command) => {
    await using desk = await openCommandDesk({ kind }, 'author', 'approver', 'admin')
    await desk.set('canary_rows=0')
    const path = await desk.file(await desk.environment.importCards(cards))
    const { told } = await desk.json('author', 'batch', 'prepare', path, '--brand', brand_id)
    await desk.run('author', 'batch', 'check', told.id)
    await desk.run('approver', 'batch', 'approve', told.id, '--count', String(cards))
    // Slow only where it has to be interrupted.
    await desk.pace(10)
    const killed = start(['batch', 'run', told.id, ...desk.as('author')])
    await expect.poll(() => rowsIn(desk, 'done')).toBeGreaterThan(3)
    killed.signal('SIGKILL')
    await killed.ended
    expect(await rowsIn(desk, 'done')).toBeLessThan(cards)
    expect((await desk.json('author', 'batch', 'status', told.id)).told.state).toBe('running')

    await desk.pace(300)
    const again = start(['batch', command, told.id, '--json', ...desk.as('author')])
    await expect.poll(() => rowsIn(desk, 'pending', 'sending')).toBe(0)
    // A call that was about to leave when its process died is waited for until it can be proved that it did not.
    const unknown = await rowsIn(desk, 'unknown')
    if (unknown > 0) again.signal('SIGINT')
    const { code, stdout } = await again.ended
    const after = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(after.state).toBe(after.counts.unknown > 0 ? 'paused' : 'done')
    expect(after.counts.done + after.counts.unknown).toBe(cards)

    const sent = await desk.environment.platform.sandbox.requests(200)
    const ended = sent.filter(({ operation, status }) => operation === 'invalidateUserCard' && status === 200)
    expect(ended).toHaveLength(after.counts.done)
    expect(new Set(ended.map(({ target }) => target)).size).toBe(after.counts.done)
    const steps = await desk.environment.database.rows(
      "select action from batch_steps where action <> 'pause' and action <> 'done' order by number",
    )
    expect(steps.map(({ action }) => action)).toEqual(['run', 'take_over'])
  })

  it('may be reading a file: its batch fails when somebody looks, without its rows, and the file is read again', async () => {
    await using desk = await openCommandDesk({ kind }, 'author')
    const many = Array.from({ length: 40_000 }, (_, index) => ({
      user_card_code: `4785${String(index).padStart(8, '0')}`,
      openid: `obLatj${String(index).padStart(8, '0')}`,
    }))
    const path = await desk.file(many)
    const killed = start(['batch', 'prepare', path, '--brand', brand_id, ...desk.as('author')])
    await expect.poll(() => rowsIn(desk, 'pending')).toBeGreaterThan(0)
    killed.signal('SIGKILL')
    await killed.ended
    const states = () => desk.environment.database.rows('select state from batches order by create_time, batch_id')
    expect(await states()).toEqual([{ state: 'preparing' }])
    const few = await desk.file(await desk.environment.importCards(2))
    const { told } = await desk.json('author', 'batch', 'prepare', few, '--brand', brand_id)
    expect(told).toMatchObject({ state: 'uploaded', row_count: 2 })
    expect(await states()).toEqual([{ state: 'failed' }, { state: 'uploaded' }])
    expect(await rowsIn(desk, 'pending')).toBe(2)
  })
})
