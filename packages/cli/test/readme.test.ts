import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ran, type Running, runShell, startShell } from './command-fixture.ts'
import { type Example, examplesOf, pathOf, textOf } from './markdown-examples.ts'

/** What a run of an example must print, by what tells the example. */
const printed: readonly (readonly [code: RegExp, output: RegExp])[] = [
  [/card-member demo/, /^6\. Read back from the platform:\n[\s\S]*INVALID/m],
  [/card-member invalidate/, /^Done\. The answer was verified\.$/m],
  [/userCards\.invalidate\(/, /^INVALID 20\S+\+08:00 [0-9A-F]{22}-0$/m],
  [/docs\/curl\.sh/, /^state {5}INVALID$/m],
  [/card-member doctor/, /^All good\.$/m],
  [/desk add-user/, /^\{"person_id":"[0-9a-f-]{36}","name":"ann","otpauth_uri":"otpauth:\/\/totp\/card-member:ann\?secret=[A-Z2-7]+&/],
  [/startPlatform/, /^http:\/\/127\.0\.0\.1:\d+ PUB_KEY_ID_\d+$/m],
]

describe.each(['README.md', 'README.zh-CN.md'])('%s', (name) => {
  const examples = examplesOf(name)
  const [twoCommands, ...others] = examples
  const folder = mkdtempSync(join(tmpdir(), 'card-member-readme-'))
  let platform: Running

  beforeAll(() => {
    // A checkout without a copy: what `npm ci` would install is what this one has.
    for (const part of ['node_modules', 'docs']) symlinkSync(pathOf(part), join(folder, part))
    const { scripts } = JSON.parse(textOf('package.json'))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', scripts }))
    platform = startShell(twoCommands?.code.replace('npm ci\n', '') ?? '', { cwd: folder })
  })
  afterAll(async () => {
    await platform.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it(twoCommands?.heading ?? '', async () => {
    expect(await platform.line(/^platform ready/)).toMatch(/^platform ready http:\/\/127\.0\.0\.1:\d+$/)
    expect(await platform.line(/^desk ready/)).toMatch(/^desk ready http:\/\/127\.0\.0\.1:\d+$/)
    expect(await platform.line(/^npx/)).toMatch(/^npx card-member invalidate 478515832665 /)
  })

  it.each(others)('$heading', async (example) => {
    if (example.language === 'json') return expectCredential(example)
    const { code, stdout, stderr } = await runExample(example, folder)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [, output] = printed.find(([pattern]) => pattern.test(example.code)) ?? []
    expect(stdout).toMatch(output ?? 'an example that nothing is expected of')
  })

  function expectCredential({ code }: Example): void {
    const { base_url: _, ...known } = JSON.parse(readFileSync(join(folder, 'data/demo/credential.json'), 'utf8'))
    expect(Object.keys(JSON.parse(code))).toEqual(Object.keys(known))
  }
})

describe('the two READMEs', () => {
  it('have the same examples', () => {
    const codes = (name: string) => examplesOf(name).map(({ language, code }) => ({ language, code }))
    expect(codes('README.zh-CN.md')).toEqual(codes('README.md'))
  })
})

function runExample({ language, code }: Example, cwd: string): Promise<Ran> {
  if (language === 'sh') return runShell(code, { cwd })
  writeFileSync(join(cwd, 'example.ts'), code)
  return runShell('node example.ts', { cwd })
}
