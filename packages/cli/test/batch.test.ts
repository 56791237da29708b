import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { start } from './command-fixture.ts'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'
import { runHere } from './in-process.ts'

const keys =
  `approvals approvals_required author batch_id brand_id bytes_read calls_left connection counts create_time expected_end faulty_count
  file_bytes file_name file_sha256 id per_second plan_sha256 row_count seconds_left state`.split(/\s+/)

/** The command that was printed as the next one. */
function nextOf(text: string): string {
  return /(?:Next|continue with): (card-member .*)$/im.exec(text)?.[1] ?? ''
}

// What a line that can be pasted says of the desk and the person.
function as({ environment }: CommandDesk, name: string): string {
  return ` --database ${environment.database.url} --folder ${environment.folder} --connections ${environment.connections} --as ${name}`
}

describe('a batch by commands', () => {
  let desk: CommandDesk
  let id = ''
  let plan_sha256 = ''
  beforeAll(async () => {
    desk = await openCommandDesk({ per_second: 200 }, 'author', 'approver', 'viewer')
  })
  afterAll(() => desk[Symbol.asyncDispose]())

  it('is prepared though rows are wrong, and each fault is told by row and column', async () => {
    const cards = await desk.environment.importCards(30)
    const path = await desk.file(cards, `${desk.environment.card_id},4.78516E+11,obLatj99999999,用户申请退会,sms,2026-11-01,2026-11-02,`)
    const { code, stdout, stderr } = await desk.run('author', 'batch', 'prepare', path, '--brand', brand_id)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^batch-[\w-]+\n$/) })
    id = stdout.trim()
    expect(stderr).toContain('  rows              31\n')
    expect(stderr).toContain('  calls left        reads 30, up to 200 a second\n')
    expect(stderr).toMatch(/^line 32, user_card_code: Excel has changed this long number/m)
    expect(stderr).toContain(`Next: card-member batch check ${id}${as(desk, 'author')}\n`)
    expect(stderr).not.toContain('obLatj')
  })

  it('is not prepared twice, and says which batch has the file', async () => {
    const path = join(desk.environment.folder, 'batch.csv')
    const again = await desk.run('author', 'batch', 'prepare', path, '--brand', brand_id)
    expect(again).toEqual({
      code: 1,
      stdout: '',
      stderr: `The same file was uploaded before: to upload it again, give a reason (batch_id: ${id})\n${id} is uploaded.\nNext: card-member batch check ${id}${as(desk, 'author')}\n`,
    })
    const inChinese = await desk.run('author', 'batch', 'prepare', path, '--brand', brand_id, '--lang', 'zh-CN')
    expect(inChinese.stderr).toBe(
      `相同的文件已上传过；如确需再次上传，请说明原因（批次：${id}）\n${id} 目前为 uploaded。\n下一步：card-member batch check ${id}${as(desk, 'author')}\n`,
    )
  })

  it('is not prepared from a file that is not there', async () => {
    const { code, stderr } = await desk.run('author', 'batch', 'prepare', 'none.csv', '--brand', brand_id)
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'none.csv does not exist. Check the path.\n' })
  })

  it('is checked: every card read, the plan written', async () => {
    expect((await desk.json('author', 'batch', 'status', id)).told).toMatchObject({ id, state: 'uploaded', plan_sha256: null })
    const { code, stdout, stderr } = await desk.run('author', 'batch', 'check', id)
    expect(code).toBe(0)
    plan_sha256 = /plan_sha256 +([0-9a-f]{64})/.exec(stdout)?.[1] ?? ''
    expect(stdout).toMatch(/check +can_be_invalidated 30\n/)
    expect(stdout).toMatch(/cards in the plan +30\n/)
    expect(stdout).toMatch(/calls left +reads 30, invalidations 30, up to 200 of each a second\n/)
    expect(stdout).toMatch(/estimated time +1 s\n/)
    expect(stdout).toMatch(/expected end +\d{4}-\d\d-\d\d \d\d:\d\d\n/)
    expect(stderr).toMatch(/^checking \d+\/30/)
    expect(stderr).toContain(`Next: card-member batch approve ${id} --count 30 --plan-sha256 ${plan_sha256}${as(desk, 'approver')}\n`)
  })

  it('shows whoever may approve it the rows of the plan, page by page, members masked', async () => {
    const { code, told } = await desk.json('approver', 'batch', 'rows', id, '--planned', '--limit', '2')
    expect({ code, total: told.total_count, next: told.next_after }).toEqual({ code: 0, total: 30, next: 3 })
    const row = (line: number, last4: string) => ({
      line,
      card_id: desk.environment.card_id,
      code_last4: last4,
      user_card_code: `478****${last4}`,
      openid: `obL****${last4}`,
      invalid_reason: '用户申请退会',
      state: 'pending',
      preflight: 'can_be_invalidated',
      consent_id: expect.stringMatching(/^consent-/),
      attempts: 0,
      request_count: 0,
    })
    expect(told.data).toMatchObject([row(2, '0000'), row(3, '0001')])
    const { stdout, stderr } = await desk.run('approver', 'batch', 'rows', id, '--after', '29', '--limit', '2')
    expect(stdout).toBe(
      `${['0028', '0029']
        .map(
          (last4, index) =>
            `  ${30 + index}  ${desk.environment.card_id}  478****${last4}  obL****${last4}  pending  can_be_invalidated    用户申请退会\n`,
        )
        .join('')}2 of 31 rows\n`,
    )
    expect(stderr).toBe('For more rows add --after 31\n')
    // What a wrong cell holds may be anything, so that it is not shown.
    const faulty = await desk.json('approver', 'batch', 'rows', id, '--state', 'rejected')
    expect(faulty.told).toMatchObject({ total_count: 1, next_after: null, data: [{ line: 32, faults: [{ column: 'user_card_code' }] }] })
    expect(faulty.told.data[0]).not.toHaveProperty('openid')
    expect(await desk.run('approver', 'batch', 'rows', id, '--state', 'gone')).toMatchObject({ code: 2, stdout: '' })
    expect(await desk.run('approver', 'batch', 'rows', id, '--limit', '1001')).toMatchObject({
      code: 2,
      stderr: '--limit must be from 1 to 1000, this is 1001.\n',
    })
    expect(await desk.run('approver', 'batch', 'rows', 'batch-none')).toMatchObject({ code: 1, stderr: 'There is no such batch\n' })
  })

  it('is approved by another person, who types the number', async () => {
    const approve = (name: string, count: string, ...more: string[]) => desk.run(name, 'batch', 'approve', id, '--count', count, ...more)
    expect(await approve('author', '30')).toEqual({
      code: 1,
      stdout: '',
      stderr: `You are not permitted to do this for this brand (permission: approve_batch; brand_id: ${brand_id})\n`,
    })
    expect(await approve('approver', '31')).toMatchObject({
      code: 1,
      stderr: 'The number of cards does not match the plan (field: count; given: 31; planned: 30)\n',
    })
    expect(await approve('approver', '30', '--plan-sha256', 'f'.repeat(64))).toMatchObject({
      code: 1,
      stderr: `The plan has changed: approve it again (plan_sha256: ${plan_sha256})\n`,
    })
    const { code, told } = await desk.json('approver', 'batch', 'approve', id, '--count', '30', '--plan-sha256', plan_sha256)
    expect({ code, state: told.state }).toEqual({ code: 0, state: 'approved' })
    const more = ['plan_count', 'preflight', 'encoding', 'ignored_columns', 'notes', 'warning_count']
    expect(Object.keys(told).sort()).toEqual([...keys, ...more].sort())
  })

  it('runs its canary, says how to go on, and is no failure', async () => {
    const { code, stdout, stderr } = await desk.run('author', 'batch', 'run', id)
    expect({ code, state: /state +(\w+)/.exec(stdout)?.[1] }).toEqual({ code: 0, state: 'paused' })
    expect(stderr).toMatch(/^running 0\/30/)
    expect(stderr).toContain(`continue with: card-member batch resume ${id}${as(desk, 'author')}\n`)
    const { told } = await desk.json('viewer', 'batch', 'status', id)
    expect(told).toMatchObject({ stop_kind: 'canary', counts: { done: 10, pending: 20, rejected: 1 } })
  })

  it('is resumed to its end, which is 3 for a row that was wrong from the start', async () => {
    expect(await desk.run('viewer', 'batch', 'resume', id)).toMatchObject({ code: 1, stdout: '' })
    const { code, told } = await desk.json('author', 'batch', 'resume', id)
    expect({ code, state: told.state, counts: told.counts }).toMatchObject({ code: 3, state: 'done', counts: { done: 30, rejected: 1 } })
    const again = await desk.run('author', 'batch', 'run', id)
    expect(again.code).toBe(3)
    expect(again.stderr).toBe(
      `1 row ended as neither done nor already_invalid.\nNext: card-member batch report ${id} --out report-${id}${as(desk, 'author')}\n`,
    )
    expect(await desk.run('author', 'batch', 'pause', id)).toMatchObject({
      code: 1,
      stderr: `The state of the batch does not allow this (state: done; expected: running, paused)\n${id} is done.\nNext: card-member batch report ${id} --out report-${id}${as(desk, 'author')}\n`,
    })
  })

  it('is reported: five files that only their owner reads', async () => {
    const out = join(desk.environment.folder, 'report')
    expect(await desk.run('approver', 'batch', 'report', id, '--out', out)).toMatchObject({ code: 1 })
    const { code, stdout } = await desk.run('author', 'batch', 'report', id, '--out', out)
    const names = ['report.csv', 'report.xlsx', 'failed.csv', 'evidence.html', 'evidence.zip']
    expect({ code, stdout }).toEqual({ code: 0, stdout: names.map((name) => `${join(out, name)}\n`).join('') })
    expect((await readdir(out)).sort()).toEqual(names.sort())
    expect((await stat(join(out, 'report.csv'))).mode & 0o777).toBe(0o600)
    expect((await readFile(join(out, 'report.csv'), 'utf8')).match(/,done,/g)).toHaveLength(30)
    expect((await readFile(join(out, 'failed.csv'), 'utf8')).trim().split('\n')).toHaveLength(2)
  })

  it('stands in a list', async () => {
    const { told } = await desk.json('viewer', 'batch', 'list', '--brand', brand_id)
    expect(told).toMatchObject({ data: [{ id, state: 'done', plan_sha256 }], total_count: 1 })
    expect((await desk.run('viewer', 'batch', 'list')).stdout).toContain(`  ${id}  done `)
  })

  it('is cancelled before it runs', async () => {
    const path = await desk.environment.file(await desk.environment.importCards(1, 500))
    const { told } = await desk.json('author', 'batch', 'prepare', path, '--brand', brand_id)
    expect(Object.keys(told).sort()).toEqual(
      [...keys, 'encoding', 'faults', 'ignored_columns', 'notes', 'warning_count', 'warnings'].sort(),
    )
    expect(await desk.run('author', 'batch', 'run', told.id)).toMatchObject({
      code: 1,
      stderr: `The state of the batch does not allow this (state: uploaded; expected: approved)\n${told.id} is uploaded.\nNext: card-member batch check ${told.id}${as(desk, 'author')}\n`,
    })
    for (const _ of ['once', 'again'])
      expect(await desk.json('author', 'batch', 'cancel', told.id)).toMatchObject({ code: 0, told: { state: 'cancelled' } })
    expect(await desk.run('author', 'batch', 'resume', told.id)).toMatchObject({
      code: 1,
      stderr: `The state of the batch does not allow this (state: cancelled; expected: paused, stopped_by_breaker)\n${told.id} is cancelled.\n`,
    })
  })

  it('has nothing to approve where its plan is of no card: the check says why and prints no next command', async () => {
    const cards = await desk.environment.importCards(2, 700)
    const { api, card_id } = desk.environment
    for (const { user_card_code, openid } of cards)
      await api.userCards.invalidate(user_card_code, { brand_id, card_id, openid, invalid_reason: '退会' })
    const path = await desk.file(cards, `${card_id},4.78516E+11,obLatj99999999,用户申请退会,sms,2026-11-01,2026-11-02,`)
    const { stdout: prepared } = await desk.run('author', 'batch', 'prepare', path, '--brand', brand_id)
    const empty = prepared.trim()
    const { code, stdout, stderr } = await desk.run('author', 'batch', 'check', empty)
    expect({ code, shown: /cards in the plan +(\d+)\n/.exec(stdout)?.[1] }).toEqual({ code: 0, shown: '0' })
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'The plan has no card, so there is nothing to approve. The check found: already_invalid 2; rows with faults: 1.',
    )
    expect(stderr).not.toMatch(/Next:|batch approve/)
    const chinese = await desk.run('author', 'batch', 'check', empty, '--lang', 'zh-CN')
    expect(chinese.stderr.trim().split('\n').at(-1)).toBe('没有可作废的会员卡，无需审批。检查结果：already_invalid 2；有问题的行：1。')
    expect(chinese.stderr).not.toMatch(/下一步|batch approve/)
  })

  it('takes each command again, and prints the next one so that it can be pasted', async () => {
    const path = await desk.environment.file(await desk.environment.importCards(11, 600), 'again.csv')
    const prepared = await desk.run('author', 'batch', 'prepare', path, '--brand', brand_id)
    let line = nextOf(prepared.stderr)
    const id = prepared.stdout.trim()
    // Each line is run twice as it was printed, by whom it names; only what signs them in is added.
    const states: string[] = []
    for (let step = 0; step < 8 && line !== ''; step++) {
      const [, ...words] = line.split(' ')
      const name = words.at(-1) ?? ''
      // Beside the tests, the report would be left where they run.
      if (words.includes('report')) words[words.indexOf('--out') + 1] = join(desk.environment.folder, 'report')
      const secret = desk.as(name).slice(2, 8)
      for (const _ of ['once', 'again']) {
        const ran = await runHere([...words, ...secret])
        expect({ line, code: ran.code, stderr: ran.stderr }).toMatchObject({ line, code: 0 })
        line = nextOf(ran.stderr) || line
        if (words.includes('report')) line = ''
      }
      states.push((await desk.json('viewer', 'batch', 'status', id)).told.state)
    }
    expect(states).toEqual(['checked', 'approved', 'done', 'done'])
  })
})

async function doneRows({ environment }: CommandDesk): Promise<number> {
  return (await environment.database.rows("select line from batch_rows where state = 'done'")).length
}

describe('a batch that runs', () => {
  it('is paused by Ctrl-C, goes on from there, and each card is called once', async () => {
    await using desk = await openCommandDesk({}, 'author', 'approver', 'admin')
    await desk.set('canary_rows=0')
    const cards = await desk.environment.importCards(60)
    const { told } = await desk.json('author', 'batch', 'prepare', await desk.file(cards), '--brand', brand_id)
    await desk.run('author', 'batch', 'check', told.id)
    await desk.run('approver', 'batch', 'approve', told.id, '--count', '60')
    // Slow only where it has to be interrupted.
    await desk.pace(10)
    const running = start(['batch', 'run', told.id, ...desk.as('author')])
    await running.line(/^running/, 'stderr')
    await expect.poll(() => doneRows(desk)).toBeGreaterThan(5)
    running.signal('SIGINT')
    const { code, stdout, stderr } = await running.ended
    expect({ code, state: /state +(\w+)/.exec(stdout)?.[1] }).toEqual({ code: 0, state: 'paused' })
    expect(stderr).toContain(`Paused. Continue with: card-member batch resume ${told.id}${as(desk, 'author')}\n`)
    const { counts } = (await desk.json('author', 'batch', 'status', told.id)).told
    expect(counts).toMatchObject({ sending: 0, unknown: 0 })
    expect(counts.pending).toBeGreaterThan(0)

    await desk.pace(300)
    // `run` goes on with what was paused, like `resume`.
    expect(await desk.json('author', 'batch', 'run', told.id)).toMatchObject({ code: 0, told: { state: 'done', counts: { done: 60 } } })
    const [counted] = await desk.environment.database.rows(
      'select sum(request_count) as requests, max(request_count) as most from batch_rows',
    )
    expect(counted).toEqual({ requests: 60, most: 1 })
  })

  it('is stopped by its breaker with 3, and takes a person who says so to go on', async () => {
    await using desk = await openCommandDesk({ per_second: 200 }, 'author', 'approver', 'admin')
    await desk.set('canary_rows=0', 'breaker_same_code=2')
    const cards = await desk.environment.importCards(8)
    const { told } = await desk.json('author', 'batch', 'prepare', await desk.file(cards), '--brand', brand_id)
    await desk.run('author', 'batch', 'check', told.id)
    await desk.run('approver', 'batch', 'approve', told.id, '--count', '8')
    await desk.environment.platform.sandbox.faults.add({ fault: 'system_error', on: 'getUserCard', count: 100 })
    const { code, stderr } = await desk.run('author', 'batch', 'run', told.id)
    expect(code).toBe(3)
    expect(stderr).toMatch(/^The breaker stopped the batch: \w+ 2 times in a row\./m)
    expect(await desk.run('author', 'batch', 'run', told.id)).toMatchObject({ code: 3 })
    await desk.environment.platform.sandbox.faults.remove()
    expect(await desk.json('author', 'batch', 'resume', told.id)).toMatchObject({ code: 0, told: { state: 'done', counts: { done: 8 } } })
  })
})
