import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../src/main.ts'
import { run } from './command-fixture.ts'
import { startGateway } from './gateway-fixture.ts'
import { runHere } from './in-process.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

let rehearsal: Rehearsal
beforeAll(async () => {
  rehearsal = await rehearse()
})
afterAll(() => rehearsal[Symbol.asyncDispose]())

const consent = ['--yes', '--consent-reference', 'CONSENT-7']
const invalidate = (index: 0 | 1 | 2, ...more: string[]) => ['invalidate', ...rehearsal.argumentsFor(rehearsal.members[index]), ...more]

async function stateOf(index: 0 | 1 | 2): Promise<string> {
  const { user_card_code, brand_id, card_id, openid } = rehearsal.members[index]
  return (await rehearsal.api.userCards.get(user_card_code, { brand_id, card_id, openid })).user_card_state
}

describe('card-member invalidate refuses, and sends nothing', () => {
  it.each([
    {
      what: 'to act unasked when there is no terminal',
      more: [],
      stderr:
        'This is no terminal, so nobody can be asked. For scripts give --yes together with --consent-reference TEXT. Nothing was sent.\n',
    },
    {
      what: '--yes without a word on consent',
      more: ['--yes'],
      stderr: "--yes needs --consent-reference TEXT: where the member's consent is on record. Nothing was sent.\n",
    },
    {
      what: 'a blank consent reference',
      more: ['--yes', '--consent-reference', ' '],
      stderr: "--yes needs --consent-reference TEXT: where the member's consent is on record. Nothing was sent.\n",
    },
    {
      what: 'a reason of 33 characters',
      more: [...consent, '--reason', '退'.repeat(33)],
      stderr: 'invalid_reason string length exceeds 32\n',
    },
    {
      what: 'a reason of 33 characters, in Chinese',
      more: [...consent, '--reason', '退'.repeat(33), '--lang', 'zh-CN'],
      stderr: 'invalid_reason 长度超过 32\n',
    },
    {
      what: 'a reason with a character that nobody sees',
      more: [...consent, '--reason', '退\u202E会'],
      stderr: '--reason holds a character that nobody sees (U+202E); remove it.\n',
    },
    { what: 'an empty reason', more: [...consent, '--reason', ''], stderr: '--reason must not be empty; leave it out instead.\n' },
  ])('$what', async ({ more, stderr }) => {
    expect(await run(invalidate(0, ...more))).toEqual({ code: 2, stdout: '', stderr })
    expect(await stateOf(0)).toBe('EFFECTIVE')
  })

  it('a credential that mixes things up', async () => {
    const path = join(rehearsal.folder, 'mixed-up.json')
    const fields = { mchid: '1900000001', serial_no: 'PUB_KEY_ID_1', private_key_file: 'apiclient_key.pem' }
    await writeFile(path, JSON.stringify(fields))
    const args = invalidate(0, ...consent, '--lang', 'zh-CN')
    const { code, stdout, stderr } = await run(args.map((arg) => (arg === rehearsal.credential ? path : arg)))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /^serial_no 须为商户 API 证书序列号（40 位十六进制）；收到微信支付公钥ID "PUB_KEY_ID_1"，请填入 wechatpay_public_key_id。/,
    )
  })

  it('a base_url with a path, in the file and on the command line', async () => {
    const path = join(rehearsal.folder, 'with-path.json')
    await writeFile(
      path,
      JSON.stringify({ ...JSON.parse(await readFile(rehearsal.credential, 'utf8')), base_url: 'http://127.0.0.1:1/pay' }),
    )
    const told = 'base_url has the path "/pay"; it must be scheme and host only, such as https://api.mch.weixin.qq.com.'
    const args = invalidate(0, ...consent)
    for (const given of [
      args.map((arg) => (arg === rehearsal.credential ? path : arg)),
      [...args, '--base-url', 'http://127.0.0.1:1/pay'],
    ]) {
      const { code, stdout, stderr } = await runHere(given)
      expect([code, stdout, stderr.slice(0, told.length)]).toEqual([1, '', told])
    }
  })

  it('a card that is not there', async () => {
    const [member] = rehearsal.members
    const args = ['invalidate', ...rehearsal.argumentsFor({ ...member, user_card_code: '0' }), ...consent]
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^Not done: the card could not be read, so nothing was sent\.\n.*RESOURCE_NOT_EXISTS/)
  })
})

describe('card-member invalidate by a script', () => {
  it('shows the card, warns, and shows the verified answer; once more it says that it was done before', async () => {
    const { code, stdout, stderr } = await run(invalidate(0, ...consent, '--reason', '用户申请退会'))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { card_id } = rehearsal.members[0]
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      '  code      478515832665',
      '  state     EFFECTIVE: in use',
      `  template  青禾书店会员卡 (${card_id})`,
    ])
    expect(stdout).toContain('\nInvalidating a card can NEVER be undone.')
    expect(stdout).toMatch(
      /\nDone\. The answer was verified\.\n {2}state {10}INVALID: ended for good\n {2}invalid since {2}20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00\n {2}reason {9}用户申请退会\n {2}Request-ID {5}[0-9A-F]{22}-0\n {2}consent {8}CONSENT-7\n$/,
    )
    expect(await stateOf(0)).toBe('INVALID')

    const again = await run(invalidate(0, ...consent, '--json'))
    expect(again.code).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({
      outcome: 'already_invalid',
      invalid_reason: '用户申请退会',
      consent_reference: 'CONSENT-7',
    })
  })
})

describe('card-member invalidate when the answer is lost', () => {
  it('says that the outcome is unknown when the card is not invalid, and what to do', async () => {
    await using gateway = await startGateway(rehearsal.platform.url, { treat: ({ method }) => (method === 'POST' ? 'cut' : 'pass') })
    const ask = (...more: string[]) => run(invalidate(1, ...consent, '--base-url', gateway.url, ...more))
    const [told, shown] = await Promise.all([ask('--json'), ask()])
    expect([told.code, shown.code]).toEqual([1, 1])
    const { settled_after, ...result } = JSON.parse(told.stdout)
    expect(result).toMatchObject({
      outcome: 'unknown',
      user_card_state: 'EFFECTIVE',
      error: { code: 'CONNECTION_LOST', outcome: 'unknown', attempts: 1 },
    })
    expect(Date.parse(settled_after)).toBeGreaterThan(Date.now() + 290_000)
    expect(told.stderr).toContain('Invalidating a card can NEVER be undone.')
    expect(shown.stderr).toMatch(/^UNKNOWN: it was sent[\s\S]*Do not repeat it blindly\. Run the same command again after 20/)
    expect(await stateOf(1)).toBe('EFFECTIVE')
  })

  it('reads the card back and finds it done', async () => {
    await using gateway = await startGateway(rehearsal.platform.url, {
      treat: ({ method }) => (method === 'POST' ? 'lose_answer' : 'pass'),
    })
    const { code, stdout } = await run(invalidate(1, ...consent, '--base-url', gateway.url, '--json'))
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'done', proof: 'read_back', user_card_state: 'INVALID' })
    expect(await stateOf(1)).toBe('INVALID')
  })
})

describe('card-member invalidate at a terminal', () => {
  it('goes on when the last four characters are retyped, and only then', async () => {
    const staffMember = atTerminal()
    const running = main(invalidate(2, '--consent-reference', 'TOLD-BY-PHONE'), staffMember.around)
    await staffMember.sees('Retype the last 4 characters of the code to go on')
    staffMember.types('0000\r')
    await staffMember.sees('They do not match the code')
    expect(await stateOf(2)).toBe('EFFECTIVE')
    staffMember.types('\u007f\u007f\u007f\u007f2681\r')
    expect(await running).toBe(0)
    await staffMember.sees('TOLD-BY-PHONE')
    expect(await stateOf(2)).toBe('INVALID')
  })

  it('does nothing when the person gives up', async () => {
    const { api, members } = rehearsal
    const [, , third] = members
    const fresh = { ...third, user_card_code: 'ABC', openid: 'another-member' }
    const { brand_id, card_id, user_card_code, openid } = fresh
    await api.userCards.importByOpenid({ brand_id, card_id, user_card_code, openid, valid_date_information: { type: 'PERMANENT' } })
    const staffMember = atTerminal()
    const running = main(['invalidate', ...rehearsal.argumentsFor(fresh), '--json'], staffMember.around)
    await staffMember.sees('Retype the last 3 characters of the code to go on')
    staffMember.types('\u0003')
    expect(await running).toBe(1)
    expect(JSON.parse(staffMember.printed())).toMatchObject({ outcome: 'given_up', user_card_state: 'EFFECTIVE' })
    const card = await api.userCards.get(user_card_code, { brand_id, card_id, openid })
    expect(card.user_card_state).toBe('EFFECTIVE')
  })
})

/** Streams that say they are a terminal, and a person at it. */
function atTerminal() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
  const [stdout, stderr] = [screen(), screen()]
  return {
    around: { stdin, stdout: stdout.stream, stderr: stderr.stream, env: {} },
    types: (text: string) => stdin.write(text),
    printed: () => stdout.text(),
    sees: async (words: string) => {
      while (!stdout.text().includes(words) && !stderr.text().includes(words)) await Promise.race([stdout.more(), stderr.more()])
    },
  }
}

function screen() {
  let text = ''
  let waiting = Promise.withResolvers<void>()
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 200, rows: 40 })
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
    waiting.resolve()
    waiting = Promise.withResolvers()
  })
  return { stream, text: () => text, more: () => waiting.promise }
}
