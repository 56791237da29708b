import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { roles } from '@card-member/desk'
import { defaultSettings, permissions } from '@card-member/desk/contract'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnNames } from '../../desk/src/file/batch-column.ts'
import { type Ran, type Running, runShell, startShell } from './command-fixture.ts'
import { runHere } from './in-process.ts'
import { examplesOf, pathOf, textOf } from './markdown-examples.ts'

/** What each example must print, by what tells it. */
const printed: readonly { readonly example: RegExp; readonly stdout: RegExp; readonly stderr?: RegExp; readonly code?: number }[] = [
  { example: /api\/session/, stdout: /"name":"zhang"/ },
  { example: /user-cards\?openid/, stdout: /"openid":"obL\*{4}.*"user_card_state":"EFFECTIVE"/ },
  { example: /consent add/, stdout: /^$/, stderr: /state +recorded/ },
  { example: /last_four/, stdout: /"state":"done".*"proof":"answer"/ },
  { example: /invalidations\?/, stdout: /"data":\[\{.*"state":"done".*"total_count":1/ },
  { example: /batch prepare/, stdout: /^$/, stderr: /^line 4, user_card_code: Excel has changed this long number: digits are lost;/m },
  { example: /batch check/, stdout: /check +can_be_invalidated 2\n[\s\S]*plan_sha256 +[0-9a-f]{64}\n +cards in the plan +2\n/ },
  { example: /batch approve/, stdout: /state +approved/, stderr: /^Approved\.$/m },
  { example: /batch run/, stdout: /state +done[\s\S]*done 2, rejected 1/, code: 3 },
  { example: /batch report/, stdout: /^data\/demo\/report\/report\.csv\n[\s\S]*^data\/demo\/report\/evidence\.zip$/m },
  { example: /add-user/, stdout: /^otpauth:\/\/totp\/card-member:zhao\?secret=/ },
  { example: /desk settings/, stdout: /canary_rows +20\n/ },
  { example: /vacuum/, stdout: /^$/ },
  { example: /backup\/desk\.db --as/, stdout: /^The record is sound\.$/m },
  { example: /audit export/, stdout: /^Written: data\/demo\/audit\.jsonl\nThe record is sound\.$/m },
  { example: /verify-audit/, stdout: /^sound: 2 chains, \d+ entries\n$/ },
  { example: /desk purge/, stdout: /^Brand 1004: members' data taken out of 0 rows, 0 rows and 0 entries of the record removed\.$/m },
  { example: /readyz/, stdout: /"status":"ok"/ },
]

const [operators, administrators] = ['docs/desk-operators.md', 'docs/desk-administrators.md']
const tested = new Set(['sh', 'js', 'json'])
const chinese = (name: string) => name.replace('.md', '.zh-CN.md')

interface DemoPerson {
  readonly name: string
  readonly password: string
  readonly otpauth_uri: string
}

describe('the guides to the desk', () => {
  const [begin, ...examples] = [...examplesOf(operators), ...examplesOf(administrators)].filter(({ language }) => tested.has(language))
  const folder = mkdtempSync(join(tmpdir(), 'card-member-desk-guide-'))
  const people = new Map<string, DemoPerson>()
  let demo: Running
  let url = ''

  beforeAll(async () => {
    symlinkSync(pathOf('node_modules'), join(folder, 'node_modules'))
    const { scripts } = JSON.parse(textOf('package.json'))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', scripts }))
    demo = startShell(begin?.code ?? '', { cwd: folder })
    url = (await demo.line(/^desk ready/)).replace('desk ready ', '')
    await demo.line(/^npx card-member batch run/)
    const known: readonly DemoPerson[] = JSON.parse(readFileSync(join(folder, 'data/demo/people.json'), 'utf8'))
    for (const person of known) {
      people.set(person.name, person)
      writeFileSync(join(folder, `${person.name}.password`), person.password)
    }
  })
  afterAll(async () => {
    await demo.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(examples.filter(({ language }) => language !== 'json'))('$heading', async ({ language, code }) => {
    if (language === 'js') return writeFileSync(join(folder, 'verify-audit.mjs'), code)
    const expected = printed.find(({ example }) => example.test(code))
    const ran = await runAsPeople(code)
    expect(ran.code, ran.stderr).toBe(expected?.code ?? 0)
    expect(ran.stdout).toMatch(expected?.stdout ?? 'an example that nothing is expected of')
    if (expected?.stderr !== undefined) expect(ran.stderr).toMatch(expected.stderr)
  })

  it('give an outsider a program that finds a change', async () => {
    const lines = readFileSync(join(folder, 'data/demo/audit.jsonl'), 'utf8')
    writeFileSync(join(folder, 'changed.jsonl'), lines.replace('"action":"batch.approve"', '"action":"batch.request_check"'))
    const { code, stderr } = await runShell('npx node verify-audit.mjs changed.jsonl data/demo/desk_pub.pem', { cwd: folder })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^1004, entry \d+: changed\n$/) })
  })

  it('show a connections file that a desk takes', async () => {
    const [connections] = examples.filter(({ code }) => code.includes('credential_file'))
    copyFileSync(join(folder, 'data/demo/credential.json'), join(folder, 'data/demo/rehearsal-credential.json'))
    writeFileSync(join(folder, 'data/demo/guide.json'), connections?.code ?? '')
    const list = 'npx card-member batch list --database sqlite:data/demo/desk.db --connections data/demo/guide.json --as wang'
    expect(await runAsPeople(list)).toMatchObject({ code: 0, stderr: '' })
  })

  /** Runs an example in the terminal that the ones before ran in; what its commands ask for is given. */
  function runAsPeople(code: string): Promise<Ran> {
    const { password = '' } = people.get('zhang') ?? {}
    const answered = code.replaceAll(/--as (\w+)/g, (as, name: string) => `${as} --password-file ${name}.password --totp ${totpOf(name)}`)
    const lines = [
      "trap 'export -p > variables' EXIT",
      'if [ -f variables ]; then . ./variables; fi',
      `set -a; PASSWORD='${password}'; TOTP=${totpOf('zhang')}`,
      answered.replaceAll('http://127.0.0.1:8090', url),
    ]
    return runShell(lines.join('\n'), { cwd: folder })
  }

  function totpOf(name: string): string {
    const { otpauth_uri = 'otpauth://totp/nobody' } = people.get(name) ?? {}
    return generateSync({ secret: new URL(otpauth_uri).searchParams.get('secret') ?? '' })
  }
})

describe.each([operators, administrators])('%s', (name) => {
  it('has the same examples in both languages', () => {
    const codes = (page: string) =>
      examplesOf(page)
        .filter(({ language }) => tested.has(language))
        .map(({ language, code }) => ({ language, code }))
    expect(codes(chinese(name))).toEqual(codes(name))
    expect(textOf(name)).toContain(`(${chinese(name).replace('docs/', '')})`)
  })
})

describe.each([operators, chinese(operators), administrators, chinese(administrators)])('%s', (name) => {
  it('shows commands and options that there are', async () => {
    const lines = textOf(name)
      .replaceAll('\\\n', ' ')
      .matchAll(/^.*?\bcard-member ((?:desk|batch|consent)(?: [a-z][a-z-]*)*)(.*)$/gm)
    const commands = Array.from(lines, ([, words = '', rest = '']) => ({
      words: words.split(' '),
      options: rest.split('$(')[0]?.match(/--[a-z-]+\d*/g) ?? [],
    }))
    expect(commands.length).toBeGreaterThan(1)
    for (const { words, options } of commands) {
      const path = words.length === 1 ? ['desk', 'serve'] : words.slice(0, words[1] === 'audit' ? 3 : 2)
      const { code, stdout } = await runHere([...path, '--help'])
      const missing = options.filter((option) => !stdout.includes(option))
      expect({ path, code, missing }).toEqual({ path, code: 0, missing: [] })
    }
  })
})

describe.each([operators, chinese(operators)])('the columns in %s', (name) => {
  it.each(Object.entries(columnNames))('%s are called as files may call them', (column, [first, ...others]) => {
    const rows = textOf(name)
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
    // Of the table of columns, which has four cells between its bars.
    const row = rows.find((cells) => cells.length === 6 && cells.includes(`\`${column}\``) && cells.includes(first))
    const also = (row?.[3] ?? '').split(/[,、]/).map((text) => text.trim().replaceAll('`', ''))
    expect(also.filter((text) => !others.some((other) => other === text))).toEqual([])
  })
})

describe.each([administrators, chinese(administrators)])('the tables in %s', (name) => {
  const rows = textOf(name)
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

  it.each(Object.entries(roles))('give the role %s its permissions', (role, held) => {
    const [, ...marks] = rows.find(([first, ...cells]) => first === `\`${role}\`` && cells.length === permissions.length) ?? []
    expect(permissions.filter((_, index) => marks[index] === '✓').toSorted()).toEqual(held.toSorted())
  })

  it('give every setting its default', () => {
    const told = rows.flatMap(([names = '', values = '', meaning]) => {
      if (meaning === undefined) return []
      const list = values.split(/[,、]/).map((value) => value.trim().replaceAll('`', ''))
      return Array.from(names.matchAll(/`(\w+)`/g), ([, setting = ''], index) => [setting, list[index]] as const)
    })
    const defaults = Object.entries(defaultSettings).map(([setting, value]) => [setting, JSON.stringify(value)])
    expect(told.filter(([setting]) => Object.hasOwn(defaultSettings, setting))).toEqual(defaults)
  })
})
