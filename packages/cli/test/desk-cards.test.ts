import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brand_id, type CommandDesk, openCommandDesk } from './desk-fixture.ts'

const [code, openid] = ['478500000000', 'obLatj00000000']

let desk: CommandDesk
let card: string[]
beforeAll(async () => {
  desk = await openCommandDesk({}, 'viewer', 'clerk', 'admin')
  await desk.environment.importCards(2)
  card = ['--brand', brand_id, '--card-id', desk.environment.card_id]
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('card-member desk find', () => {
  it('finds cards by OpenID, and one by its code, personal data masked', async () => {
    const byOpenid = await desk.run('viewer', 'desk', 'find', openid, '--brand', brand_id)
    expect(byOpenid).toMatchObject({ code: 0, stdout: expect.stringMatching(/code +478500000000\n/) })
    expect(byOpenid.stdout).not.toContain(openid)
    const { told } = await desk.json('viewer', 'desk', 'find', code, ...card, '--openid', openid)
    expect(told.data).toMatchObject([{ user_card_code: code, user_card_state: 'EFFECTIVE' }])
  })

  it('says that there is none', async () => {
    expect(await desk.run('viewer', 'desk', 'find', 'obLatjNobody', '--brand', brand_id)).toMatchObject({
      code: 0,
      stdout: 'No card was found.\n',
    })
  })
})

describe('card-member desk invalidate', () => {
  const invalidate = (...more: string[]) => ['desk', 'invalidate', code, ...card, '--openid', openid, '--reason', '用户申请退会', ...more]

  it('asks on a terminal alone', async () => {
    expect(await desk.run('clerk', ...invalidate())).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--last-four') })
  })

  it('needs a consent, and says how one is recorded', async () => {
    const { code: ended, told } = await desk.json('clerk', ...invalidate('--last-four', '0000'))
    const command = `consent add ${card.join(' ')} --code ${code} --openid ${openid} --reason 用户申请退会 --channel CHANNEL`
    expect({ ended, told }).toEqual({
      ended: 1,
      told: { error: { code: 'CONSENT_NEEDED', message: expect.stringContaining(command), field: 'consent_id' } },
    })
  })

  it('invalidates a card by the newest open consent, and not without the right last four characters', async () => {
    const times = ['--channel', 'sms', '--told-at', '2026-11-01 10:00', '--agreed-at', '2026-11-02 10:00']
    const member = ['--code', code, '--openid', openid, '--reason', '用户申请退会']
    const { told: consent } = await desk.json('clerk', 'consent', 'add', ...card, ...member, ...times)
    const wrong = await desk.json('clerk', ...invalidate('--last-four', '1111'))
    expect(wrong).toMatchObject({ code: 1, told: { error: { code: 'LAST_FOUR_WRONG', field: 'last_four' } } })
    expect(await desk.run('viewer', ...invalidate('--last-four', '0000'))).toMatchObject({ code: 1, stdout: '' })
    const done = await desk.json('clerk', ...invalidate('--last-four', '0000'))
    expect(done).toMatchObject({ code: 0, told: { state: 'done', consent_id: consent.consent_id, code_last4: '0000' } })
    const again = await desk.json('clerk', 'desk', 'reconcile', done.told.id, '--brand', brand_id)
    expect(again).toMatchObject({ code: 0, told: { id: done.told.id, state: 'done' } })
  })
})

describe('card-member desk staff', () => {
  const staff = (...args: string[]) => desk.run('admin', 'desk', 'staff', ...args)
  const confirm = async (told: string) => {
    const [, change = ''] = /changes confirm (\S+)/.exec(told) ?? []
    expect(await desk.run('second', 'desk', 'changes', 'confirm', change)).toMatchObject({ code: 0 })
  }

  it('lists staff with their roles', async () => {
    expect(await staff('list')).toEqual({
      code: 0,
      stdout: '  admin   admin (*)\n  clerk   clerk (*)\n  second  admin (*)\n  viewer  viewer (*)\n',
      stderr: '',
    })
    expect((await desk.json('admin', 'desk', 'staff', 'list')).told.data).toHaveLength(4)
    expect(await desk.run('clerk', 'desk', 'staff', 'list')).toMatchObject({ code: 1, stdout: '' })
  })

  it('sets roles in place of those somebody had', async () => {
    const { stdout, stderr } = await staff('grant', 'viewer', '--role', 'viewer,approver', '--brand', brand_id)
    // What is taken away is gone at once; what is added waits for another administrator.
    expect(stdout).toBe(`  viewer  viewer (${brand_id})\n`)
    await confirm(stderr)
    expect((await staff('list')).stdout).toContain(`  viewer  approver,viewer (${brand_id})\n`)
    expect(await staff('grant', 'viewer', '--role', 'king')).toMatchObject({ code: 2, stderr: expect.stringContaining('no role king') })
  })

  it('sets the full name of somebody, and another one in place of it', async () => {
    for (const full_name of ['孙明', '孙悦'])
      expect(await staff('full-name', 'viewer', full_name)).toEqual({
        code: 0,
        stdout: `  viewer  ${full_name}  approver,viewer (${brand_id})\n`,
        stderr: '',
      })
    const { code: ended, told } = await desk.json('admin', 'desk', 'staff', 'full-name', 'viewer', ' ')
    expect({ ended, told }).toMatchObject({ ended: 1, told: { error: { code: 'STAFF_MALFORMED', field: 'full_name' } } })
    expect(await desk.run('clerk', 'desk', 'staff', 'full-name', 'viewer', '孙明')).toMatchObject({ code: 1, stdout: '' })
  })

  it('disables an account and enables it again', async () => {
    expect((await staff('disable', 'viewer')).stdout).toBe(`  viewer  孙悦  disabled  approver,viewer (${brand_id})\n`)
    expect(await desk.run('viewer', 'batch', 'list')).toMatchObject({ code: 1 })
    // What gives an account back waits for another administrator.
    const { stdout, stderr } = await staff('enable', 'viewer')
    expect(stdout).toBe(`  viewer  孙悦  disabled  approver,viewer (${brand_id})\n`)
    await confirm(stderr)
    expect((await staff('list')).stdout).toContain(`  viewer  孙悦  approver,viewer (${brand_id})\n`)
  })

  it('says that a name is unknown, and how to see all', async () => {
    const { code: ended, told } = await desk.json('admin', 'desk', 'staff', 'disable', 'nobody')
    const message = expect.stringContaining('There is no account named nobody. To see all: card-member desk staff list --database ')
    expect({ ended, told }).toEqual({ ended: 1, told: { error: { code: 'STAFF_UNKNOWN', message, field: 'name' } } })
  })
})
