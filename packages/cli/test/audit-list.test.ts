import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { auditWords } from '@card-member/desk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'

let desk: CommandDesk
let batch_id = ''
beforeAll(async () => {
  desk = await openCommandDesk({}, 'author', 'clerk', 'auditor', 'admin')
  const path = await desk.environment.file(await desk.environment.importCards(2))
  batch_id = (await desk.run('author', 'batch', 'prepare', path, '--brand', brand_id)).stdout.trim()
  const card = ['--card-id', desk.environment.card_id, '--code', '478500000001', '--openid', 'obLatj00000001']
  await desk.run('clerk', 'consent', 'withdraw', '--brand', brand_id, ...card)
})
afterAll(() => desk[Symbol.asyncDispose]())

const list = (...args: string[]) => desk.run('auditor', 'desk', 'audit', 'list', ...args)

describe('card-member desk audit list', () => {
  it('tells when, who and what in words and in either language', async () => {
    const { code, stdout } = await list('--brand', brand_id)
    expect(code).toBe(0)
    const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+08:00'
    const [newest = '', oldest = '', ...others] = stdout.trimEnd().split('\n')
    expect(newest).toMatch(new RegExp(`^${time}  clerk  recorded that a member withdrew  code_last4=0001 .* \\[${brand_id}/1\\]$`))
    expect(oldest).toMatch(new RegExp(`^${time}  author  prepared a batch  batch_id=${batch_id} .* \\[${brand_id}/0\\]$`))
    expect(others).toEqual([])
    expect((await list('--brand', brand_id, '--lang', 'zh-CN')).stdout).toMatch(/ {2}clerk {2}登记会员撤回同意 {2}/)
    expect(stdout).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })

  it('filters by action, person, batch, card and time, and has ids for machines', async () => {
    const actions = async (...args: string[]) => {
      const { told } = await desk.json('auditor', 'desk', 'audit', 'list', '--brand', brand_id, ...args)
      return told.data.map(({ action }) => action)
    }
    expect(await actions('--action', 'batch.prepare')).toEqual(['batch.prepare'])
    expect(await actions('--staff', 'clerk')).toEqual(['consent.withdraw'])
    expect(await actions('--batch', batch_id)).toEqual(['batch.prepare'])
    expect(await actions('--card', '0001')).toEqual(['consent.withdraw'])
    expect(await actions('--card', '9999')).toEqual([])
    expect(await actions('--since', '2026-11-01', '--until', '2026-11-02')).toEqual([])
    expect(await actions('--limit', '1')).toEqual(['consent.withdraw'])
    const { told } = await desk.json('auditor', 'desk', 'audit', 'list', '--brand', '-', '--action', 'staff.add', '--staff', 'clerk')
    expect(told.data).toEqual([
      expect.objectContaining({
        event_id: expect.stringMatching(/^desk\/\d+$/),
        staff_name: 'local',
        facts: expect.objectContaining({ name: 'clerk' }),
      }),
    ])
    expect((await list('--since', 'yesterday')).stderr).toMatch(/^--since must be a time such as/)
    expect(await desk.run('author', 'desk', 'audit', 'list')).toMatchObject({ code: 1, stdout: '' })
  })

  it('has words for every action that the desk writes', () => {
    const source = fileURLToPath(new URL('../../desk/src', import.meta.url))
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    )
    const written = files.flatMap((name) =>
      Array.from(
        readFileSync(join(source, name), 'utf8').matchAll(
          /(?:action: |note\([^'\n]*|, )'((?:audit|batch|card|consent|desk|evidence|invalidation|notice|settings|staff)\.[a-z_]+)'/g,
        ),
        ([, action = '']) => action,
      ),
    )
    expect(written.length).toBeGreaterThan(20)
    expect(
      written.filter(
        (action) => !Object.hasOwn(auditWords, action) && !/^(audit\.jsonl|.*\.(html|zip|id|name|[a-z_]+_time))$/.test(action),
      ),
    ).toEqual([])
  })
})
