import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { Command } from 'commander'
import { afterAll, describe, expect, it } from 'vitest'
import { buildProgram } from '../src/program.ts'
import { Terminal } from '../src/terminal.ts'
import { runHere } from './in-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'card-member-failures-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every command that does something, as it is typed. */
function leaves(command: Command, path: readonly string[] = []): { readonly path: readonly string[]; readonly command: Command }[] {
  if (command.commands.length === 0) return [{ path, command }]
  return command.commands.flatMap((below) => leaves(below, [...path, below.name()]))
}

const stream = () => new PassThrough()
const terminal = new Terminal('en', { stdin: stream(), stdout: stream(), stderr: stream(), env: {} })
const every = leaves(await buildProgram({ terminal, endWith: async () => undefined }))

describe('with --json a failure is one object on standard output, and words on standard error', () => {
  it.each(every.map(({ path }) => path.join(' ')))('%s', async (path) => {
    for (const lang of ['en', 'zh-CN']) {
      const { code, stdout, stderr } = await runHere([...path.split(' '), '--json', '--xyzzy', '--lang', lang])
      const [words = '', help] = stderr.split('\n')
      expect({ code, told: JSON.parse(stdout) }).toEqual({
        code: 2,
        told: { error: { code: 'BAD_USAGE', message: words, field: expect.stringMatching(/^--xyzzy$|^--|^\w/) } },
      })
      if (lang === 'en') expect([words, help]).toEqual([expect.stringMatching(/^[ -~]+$/), `See: card-member ${path} --help`])
      else expect([words, help]).toEqual([expect.stringMatching(/^\p{Script=Han}/u), `用法见：card-member ${path} --help`])
    }
  })

  it('a mistake in a file has its own code, a refusal its field', async () => {
    const missing = await runHere(['doctor', '--credential', join(folder, 'gone.json'), '--json'])
    expect(JSON.parse(missing.stdout)).toMatchObject({ ok: false })
    const invalidate = ['invalidate', '1', '--credential', join(folder, 'gone.json'), '--brand', '1', '--card-id', '1', '--openid', '1']
    const { code, stdout, stderr } = await runHere([...invalidate, '--yes', '--consent-reference', 'x', '--json'])
    expect({ code, stderr, told: JSON.parse(stdout) }).toEqual({
      code: 1,
      stderr: `${join(folder, 'gone.json')} does not exist. Check the path.\n`,
      told: { error: { code: 'FILE_MISSING', message: `${join(folder, 'gone.json')} does not exist. Check the path.` } },
    })
  })

  it('an option without its value, one that is missing, one of a wrong value', async () => {
    const fields = async (...args: string[]) => JSON.parse((await runHere([...args, '--json'])).stdout).error
    expect(await fields('platform')).toEqual({
      code: 'BAD_USAGE',
      message: "required option '--tenants <file>' not specified",
      field: '--tenants',
    })
    expect(await fields('platform', '--tenants', 't', '--port', '99999')).toMatchObject({ code: 'BAD_USAGE', field: '--port' })
    expect(await fields('keys', 'show')).toMatchObject({ code: 'BAD_USAGE', field: 'file' })
    expect(await fields('nonsense')).toMatchObject({ code: 'BAD_USAGE', field: 'nonsense' })
  })

  it('no --json, no object; --json behind -- is an argument', async () => {
    expect((await runHere(['nonsense'])).stdout).toBe('')
    expect((await runHere(['keys', 'show', '--', '--json'])).stdout).toBe('')
  })
})

describe('every command', () => {
  it.each(every.map(({ path, command }) => [path.join(' '), command] as const))('%s takes every common option', (_path, command) => {
    const long = command.options.map((option) => option.long)
    expect(long).toEqual(
      expect.arrayContaining(['--brand', '--connection', '--database', '--database-file', '--connections', '--as', '--json']),
    )
  })

  it.each(every.map(({ path, command }) => [path.join(' '), command] as const))('%s names a brand by --brand alone', (_path, command) => {
    const named = command.options.filter(({ flags }) => flags.includes('brand'))
    expect(named.map(({ long }) => long)).toEqual(['--brand'])
  })

  it('tells a mistyped option before the required one that it leaves missing', async () => {
    for (const path of ['invalidate', 'doctor', 'sandbox join', 'batch prepare']) {
      const { code, stderr } = await runHere([...path.split(' '), '--brand-id', '1004'])
      expect([path, code, stderr]).toEqual([
        path,
        2,
        expect.stringMatching(/^unknown option '--brand-id'\n\(Did you mean .*--brand\b.*\?\)\nSee: card-member /),
      ])
    }
    const chinese = await runHere(['platform', '--tenant', 'tenants.json', '--lang', 'zh-CN'])
    expect(chinese.stderr).toBe('未知选项 --tenant：您是否想输入 --tenants？\n用法见：card-member platform --help\n')
  })

  it('marks in its help what is required', async () => {
    const { stdout } = await runHere(['batch', 'prepare', '--help'])
    expect(stdout).toMatch(/--brand <id> +id of the brand \(required\)\n/)
    expect(stdout).toMatch(/--as <name> +name of who signs in \(or CARD_MEMBER_AS in the\n +environment\)\n/)
    const chinese = await runHere(['batch', 'prepare', '--help', '--lang', 'zh-CN'])
    expect(chinese.stdout).toMatch(/--brand <id> +品牌 ID（必填）\n/)
    expect(chinese.stdout).toMatch(/（默认：sqlite:\.\/data\/desk\.db）\n/)
  })

  it('names the help of the command that was meant', async () => {
    const help = async (...args: string[]) => (await runHere(args)).stderr.trim().split('\n').at(-1)
    expect(await help('batch', 'prepare', '--bogus')).toBe('See: card-member batch prepare --help')
    expect(await help('--lang', 'zh-CN', 'desk', 'audit', 'verify', '--bogus')).toBe('用法见：card-member desk audit verify --help')
    expect(await help('batch', 'approve', 'run', '--count', 'x')).toBe('See: card-member batch approve --help')
  })
})

describe('a wrong value in Chinese', () => {
  it.each([
    [['platform', '--tenants', 't', '--port', '99999'], /^--port <n> 的值无效：.*\p{Script=Han}/u],
    [['batch', 'approve', 'b', '--count', 'x'], /^--count <n> 的值无效：x 不是非负整数。$/m],
    [['sandbox', 'fault', 'nonsense'], /^nonsense 的值无效：可选：answer_lost, /],
    [['sandbox', 'clock', '--freeze', '--real'], /^选项 --(freeze|real) 不能与 --(real|freeze) 同时使用$/m],
    [['doctor', '--credential', 'x', '--base-ulr', 'y'], /^未知选项 --base-ulr：您是否想输入 --base-url？$/m],
  ])('%s', async (args, words) => {
    const { code, stderr } = await runHere([...args, '--lang', 'zh-CN'])
    expect(code).toBe(2)
    expect(stderr).toMatch(words)
  })
})

describe('a path that is no file is named for what it is', () => {
  it.each([
    [['keys', 'show', folder], `${folder} is a folder, not a file. Name a file in it.\n`],
    [['platform', '--tenants', folder], `the tenants file ${folder} is a folder, not a file. Name a file in it.\n`],
    [['batch', 'prepare', folder, '--brand', '1004', '--as', 'wang'], `${folder} is a folder, not a file. Name a file in it.\n`],
    [['batch', 'prepare', '/dev/null/x', '--brand', '1004', '--as', 'wang'], '/dev/null/x does not exist. Check the path.\n'],
    [
      ['desk', 'staff', 'add', 'wang', '--role', 'author', '--password-file', folder, '--database', `sqlite:${folder}/desk.db`],
      `${folder} is a folder, not a file. Name a file in it.\n`,
    ],
    [['sandbox', 'restore', folder], `${folder} is a folder, not a file. Name a file in it.\n`],
  ])('%s', async (args, stderr) => {
    expect(await runHere(args)).toMatchObject({ code: 1, stderr })
  })
})

describe('a fault on what is not there', () => {
  it('is refused with the names there are, before anything is asked', async () => {
    const { code, stderr } = await runHere(['sandbox', 'fault', 'answer_lost', '--on', 'nope'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^answer_lost does not apply to "nope"\. Allowed values of --on: .*invalidateUserCard/)
    const event = await runHere(['sandbox', 'fault', 'notification_late', '--on', 'invalidateUserCard', '--lang', 'zh-CN'])
    expect(event.stderr).toMatch(/^notification_late 不能用于“invalidateUserCard”。--on 的可选值：.*USER_CARD\.CREATE/)
  })
})
