import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeMembers } from '../src/demo/members.ts'
import { run, runShell, start } from './command-fixture.ts'

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'card-member-test-'))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

describe('card-member demo', () => {
  it('invalidates a card over real HTTP, prints each step and the verified answer, and leaves nothing behind', async () => {
    await using place = await temporaryFolder()
    const { code, stdout, stderr } = await run(['demo'], { cwd: place.folder, env: { TMPDIR: place.folder } })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.match(/^\d\. .{0,16}/gm)).toEqual([
      '1. A platform answe',
      '2. Brand 1004 has a',
      '3. A member was imp',
      '4. The card is inva',
      '5. The verified ans',
      '6. Read back from t',
    ])
    const answer = JSON.parse(stdout.slice(stdout.indexOf('  {\n'), stdout.indexOf('\n  }\n') + 4))
    expect(answer).toMatchObject({ user_card_code: '478515832665', user_card_state: 'INVALID', invalid_reason: '用户申请退会' })
    expect(stdout).toMatch(/Request-ID {2}[0-9A-F]{22}-0\n {2}signed by {3}PUB_KEY_ID_\d{30}\n/)
    expect(stdout).toMatch(/state {10}INVALID: ended for good\n/)
    expect(await readdir(place.folder)).toEqual([])
  })
})

describe('card-member start', () => {
  it('keeps its data, and comes with members at each start whose cards are good', async () => {
    await using place = await temporaryFolder()
    const cwd = place.folder
    const starts: { template: string | undefined; members: string[] }[] = []
    for (const _ of [1, 2]) {
      const running = start(['start', '--port', '0', '--desk-port', '0'], { cwd })
      await running.line(/^Ctrl-C/)
      const commands = await readFile(join(cwd, 'data/demo/commands.txt'), 'utf8')
      const pasted = /^npx card-member invalidate.*$/m.exec(commands)?.[0] ?? ''
      const done = await runShell(pasted.replace('npx ', ''), { cwd })
      expect(done).toMatchObject({ code: 0, stderr: '' })
      expect(done.stdout).toContain('Done. The answer was verified.\n')
      const { code, stdout } = await running.stop()
      expect(code).toBe(0)
      // One address, that of the page.
      expect(stdout.match(/http:\S+/g)).toHaveLength(1)
      expect(stdout).toMatch(
        /^desk ready http:\/\/127\.0\.0\.1:\d+\nOpen this address in a browser: .*\nCommands to try in a terminal: data\/demo\/commands\.txt\nCtrl-C stops/,
      )
      expect(commands.match(/^ {2}4785\d{8} {2}EFFECTIVE {3}obLatj\S{22}$/gm)).toHaveLength(3)
      const waiting = (await readFile(join(cwd, 'data/demo/members.txt'), 'utf8')).trimEnd().split('\n')
      starts.push({ template: /template +(.*)/.exec(commands)?.[1], members: [pasted.split(' ')[3] ?? '', ...waiting] })
    }
    const [first, second] = starts
    expect(second?.template).toBe(first?.template)
    expect(first?.members).toHaveLength(61)
    expect(second?.members).toHaveLength(61)
    expect(new Set([...(first?.members ?? []), ...(second?.members ?? [])]).size).toBe(122)
  })

  it('gives each reader of next-member.sh another member, and says so when none is left', async () => {
    await using place = await temporaryFolder()
    await writeFile(join(place.folder, 'demo.env'), 'export BRAND_ID=1004\n')
    await writeMembers(
      place.folder,
      ['1', '2'].map((number) => ({ user_card_code: `code-${number}`, openid: `openid-${number}` })),
    )
    const take = `. ${place.folder}/next-member.sh; echo "$BRAND_ID $CODE $OPENID"`
    const { code, stdout, stderr } = await runShell(`for try in 1 2 3; do ${take}; done`)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '1004 code-1 openid-1\n1004 code-2 openid-2\n' })
    expect(stderr).toMatch(/^No fresh member is left\. Stop the demo with Ctrl-C and start it again: it comes with 60 more\.$/m)
  })

  it('writes the credential file in the fixed form, and keys that only their owner reads', async () => {
    await using place = await temporaryFolder()
    const running = start(['start', '--port', '0'], { cwd: place.folder })
    expect(await running.line(/^desk ready/)).toMatch(/^desk ready http:\/\/127\.0\.0\.1:\d+$/)
    await running.line(/^Ctrl-C/)
    const commands = await readFile(join(place.folder, 'data/demo/commands.txt'), 'utf8')
    const checked = /^npx card-member batch check.*$/m.exec(commands)?.[0]
    const { stdout } = await running.stop()
    expect(checked).toMatch(/^npx card-member batch check batch-\S+ --database sqlite:data\/demo\/desk\.db --as wang$/)
    const demo = join(place.folder, 'data/demo')
    expect(JSON.parse(await readFile(join(demo, 'credential.json'), 'utf8'))).toEqual({
      base_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      mchid: '1900000001',
      serial_no: expect.stringMatching(/^[0-9A-F]{40}$/),
      private_key_file: 'apiclient_key.pem',
      wechatpay_public_key_id: (await readFile(join(demo, 'wechatpay_pub.id'), 'utf8')).trim(),
      wechatpay_public_key_file: 'wechatpay_pub.pem',
      apiv3_key_file: 'apiv3.key',
    })
    for (const secret of [
      'apiclient_key.pem',
      'apiv3.key',
      'platform_key.pem',
      'storage_keys.json',
      'staff.json',
      'wang.password',
      'filling_key.pem',
      'batch.csv',
      'commands.txt',
      'rehearsal/credential.json',
    ]) {
      const { mode } = await stat(join(demo, secret))
      expect([secret, mode & 0o777]).toEqual([secret, 0o600])
    }
    const staff: { password: string; role: string }[] = JSON.parse(await readFile(join(demo, 'staff.json'), 'utf8'))
    expect(staff.map(({ role }) => role)).toEqual(['author', 'approver', 'clerk', 'admin', 'admin', 'auditor'])
    for (const { password } of staff) expect(stdout).not.toContain(password)
  })
})
