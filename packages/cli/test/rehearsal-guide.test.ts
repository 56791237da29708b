import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, runShell, startShell } from './command-fixture.ts'
import { examplesOf, pathOf, textOf } from './markdown-examples.ts'

/** What each example must print, by what tells it. */
const printed: readonly (readonly [code: RegExp, output: RegExp])[] = [
  [/sandbox join/, /^ {2}"user_card_state": "UNACTIVATED"[\s\S]*"event": "USER_CARD\.CREATE"/m],
  [/sandbox fault/, /^Done\.[\s\S]*"fault": "answer_lost"/m],
  [/sandbox clock/, /"mode": "frozen"[\s\S]*"mode": "real"/],
  [/sandbox snapshot/, /^Saved to data\/demo\/before\.jsonl\.$/m],
]

describe('the rehearsal guide', () => {
  const [start, ...examples] = examplesOf('docs/rehearsal.md')
  const folder = mkdtempSync(join(tmpdir(), 'card-member-guide-'))
  let platform: Running

  beforeAll(async () => {
    symlinkSync(pathOf('node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    // Whatever port is free; the file that the other examples read names it.
    platform = startShell(start?.code.replace('8090', '0') ?? '', { cwd: folder })
    await platform.line(/^platform ready/)
  })
  afterAll(async () => {
    await platform.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(examples.filter(({ language }) => language === 'sh'))('$heading', async ({ code }) => {
    const ran = await runShell(code, { cwd: folder })
    expect(ran.code, ran.stderr).toBe(0)
    const [, output] = printed.find(([pattern]) => pattern.test(code)) ?? []
    expect(ran.stdout).toMatch(output ?? 'an example that nothing is expected of')
  })

  it.each(examples.filter(({ language }) => language === 'ts'))('$heading', async ({ heading, code }) => {
    const file = `${heading.replace(':', '-')}.test.ts`
    writeFileSync(join(folder, file), code)
    const runner = heading === 'vitest' ? `npx vitest run --root . ${file}` : `node --test --test-reporter=tap ${file}`
    const { stdout } = await runShell(runner, { cwd: folder, env: { NO_COLOR: '1' } })
    expect(stdout).toMatch(heading === 'vitest' ? /Tests +1 passed \(1\)/ : /^# pass 1$/m)
  })

  it('has the same examples in both languages', () => {
    const codes = (name: string) => examplesOf(name).map(({ language, code }) => ({ language, code }))
    expect(codes('docs/rehearsal.zh-CN.md')).toEqual(codes('docs/rehearsal.md'))
    expect(textOf('docs/rehearsal.md')).toContain('(rehearsal.zh-CN.md)')
  })
})
