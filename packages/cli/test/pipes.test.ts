import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runShell, startShell } from './command-fixture.ts'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ')

/** A command whose output goes to a reader that leaves; what bash says it ended with is the last line. */
async function into(reader: string, words: readonly string[], redirection = '') {
  const script = `set +e +o pipefail; card-member ${quoted(words)} ${redirection} | ${reader}; echo "ended with \${PIPESTATUS[0]}"`
  const { stdout, stderr } = await runShell(script)
  return { lines: stdout.trimEnd().split('\n'), stderr }
}

let desk: CommandDesk
let rehearsal: Rehearsal
let id: string
beforeAll(async () => {
  desk = await openCommandDesk({}, 'author', 'approver', 'auditor', 'manager', 'admin')
  await desk.set('canary_rows=0')
  const cards = await desk.environment.importCards(400)
  const { told } = await desk.json('author', 'batch', 'prepare', await desk.file(cards), '--brand', brand_id)
  id = told.id
  await desk.run('author', 'batch', 'check', id)
  rehearsal = await rehearse()
})
afterAll(async () => {
  await rehearsal[Symbol.asyncDispose]()
  await desk[Symbol.asyncDispose]()
})

describe('output that nobody reads any more ends quietly with 0', () => {
  it.each<[string, () => string[]]>([
    ['--help', () => ['--help']],
    ['batch list', () => ['batch', 'list', ...desk.as('author')]],
    ['batch rows --json', () => ['batch', 'rows', id, '--limit', '400', '--json', ...desk.as('author')]],
    ['consent list', () => ['consent', 'list', '--brand', brand_id, ...desk.as('author')]],
    ['desk audit list', () => ['desk', 'audit', 'list', '--limit', '400', ...desk.as('auditor')]],
    ['desk audit export', () => ['desk', 'audit', 'export', ...desk.as('auditor')]],
    ['desk audit verify', () => ['desk', 'audit', 'verify', ...desk.as('auditor')]],
    ['keys show', () => ['keys', 'show', `${rehearsal.folder}/merchant_pub.pem`]],
    ['sandbox state', () => ['sandbox', 'state', '--base-url', desk.environment.platform.url, '--token', 'x']],
  ])('%s', async (name, words) => {
    const expected = name === 'sandbox state' ? 1 : 0
    const { lines, stderr } = await into('head -1', words())
    // After the one line that was read, if there was any.
    expect({ name, end: lines.at(-1) }).toEqual({ name, end: `ended with ${expected}` })
    expect(stderr).not.toMatch(/EPIPE|node:|^ +at /m)
    const both = await into('true', words(), '2>&1')
    expect(both).toEqual({ lines: [`ended with ${expected}`], stderr: '' })
  })

  it('an end of its own is kept: bad usage is 2, a failure 1', async () => {
    expect((await into('true', ['gibberish'], '2>&1')).lines).toEqual(['ended with 2'])
    expect((await into('true', ['keys', 'show', '/nowhere'], '2>&1')).lines).toEqual(['ended with 1'])
  })

  it('nor is it a failure when an output is closed from the start', async () => {
    for (const redirection of ['2>&-', '>&- 2>&-'])
      expect((await into('cat', ['batch', 'list', ...desk.as('author')], redirection)).lines.at(-1)).toBe('ended with 0')
  })
})

describe('a call that was confirmed', () => {
  it('is made and told by the exit code, though nobody reads', async () => {
    const [member] = rehearsal.members
    const words = ['invalidate', ...rehearsal.argumentsFor(member), '--yes', '--consent-reference', 'TOLD']
    expect((await into('true', words, '2>&1')).lines).toEqual(['ended with 0'])
    const { user_card_code, brand_id, card_id, openid } = member
    expect(await rehearsal.api.userCards.get(user_card_code, { brand_id, card_id, openid })).toMatchObject({ user_card_state: 'INVALID' })
  })
})

describe('a batch whose progress nobody reads any more', () => {
  it('pauses as Ctrl-C has it: what is under way is finished and written, nothing is unknown, each card is called once', async () => {
    await using slow = await openCommandDesk({}, 'author', 'approver', 'admin')
    await slow.set('canary_rows=0')
    const { told } = await slow.json(
      'author',
      'batch',
      'prepare',
      await slow.file(await slow.environment.importCards(120)),
      '--brand',
      brand_id,
    )
    await slow.run('author', 'batch', 'check', told.id)
    await slow.run('approver', 'batch', 'approve', told.id, '--count', '120')
    await slow.pace(10)
    const { lines, stderr } = await into('head -1', ['batch', 'run', told.id, ...slow.as('author')], '2>&1')
    expect({ lines, stderr }).toEqual({ lines: [expect.stringMatching(/^running \d+\/120/), 'ended with 0'], stderr: '' })
    const { state, counts } = (await slow.json('author', 'batch', 'status', told.id)).told
    expect({ state, counts }).toMatchObject({ state: 'paused', counts: { sending: 0, unknown: 0 } })
    expect(counts.pending).toBeGreaterThan(0)
    expect(counts.done).toBeGreaterThan(0)
    const called = await slow.environment.database.rows('select sum(request_count) as requests, max(request_count) as most from batch_rows')
    expect(called).toEqual([{ requests: counts.done, most: 1 }])
    await slow.pace(300)
    // Standard output alone is not progress: the batch goes on to its end.
    expect((await into('true', ['batch', 'run', told.id, ...slow.as('author')])).lines).toEqual(['ended with 0'])
    expect((await slow.json('author', 'batch', 'status', told.id)).told).toMatchObject({ state: 'done', counts: { done: 120 } })
  })
})

describe('a server whose output nobody reads any more', () => {
  it('goes on serving, and ends with 0 when it is asked to', async () => {
    const words = [
      'platform',
      '--tenants',
      `${rehearsal.folder}/tenants.json`,
      '--database',
      `sqlite:${rehearsal.folder}/other.db`,
      '--port',
      '0',
    ]
    const running = startShell(`set +e +o pipefail; card-member ${quoted(words)} 2>&- | { head -1; } ; echo "ended with \${PIPESTATUS[0]}"`)
    const url = (await running.line(/^platform ready/)).slice('platform ready '.length)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect((await fetch(`${url}/nothing`)).status).toBe(404)
    await running.stop()
  })
})
