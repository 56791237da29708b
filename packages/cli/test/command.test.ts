import { describe, expect, it } from 'vitest'
import { run } from './command-fixture.ts'
import { runHere } from './in-process.ts'

const controls = [
  'state',
  'join',
  'delete',
  'ask-for-points',
  'exchange',
  'clock',
  'fault',
  'fault clear',
  'faults',
  'requests',
  'notifications',
]
  .concat(['deliver', 'forward', 'reset', 'snapshot', 'restore'])
  .map((name) => `sandbox ${name}`)
const batches = ['prepare', 'check', 'approve', 'run', 'resume', 'pause', 'cancel', 'status', 'rows', 'list', 'report'].map(
  (name) => `batch ${name}`,
)
const desks = [
  'serve',
  'staff',
  'staff add',
  'staff list',
  'staff grant',
  'staff disable',
  'staff enable',
  'find',
  'invalidate',
  'reconcile',
  'audit',
  'audit list',
  'audit verify',
  'audit export',
  'purge',
  'settings',
].map((name) => `desk ${name}`)
const consents = ['add', 'withdraw', 'list'].map((name) => `consent ${name}`)
const commands = ['demo', 'platform', 'start', 'invalidate', 'keys', 'keys make', 'keys show', 'doctor', 'sandbox', ...controls]
  .concat(['desk', 'batch', 'consent'])
  .concat(desks, batches, consents)

describe('every command', () => {
  it.each(commands)('%s has help with an example', async (command) => {
    const { code, stdout, stderr } = await runHere([...command.split(' '), '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`\nExample:\n  card-member ${command}`)
    const inChinese = await runHere([...command.split(' '), '--help', '--lang', 'zh-CN'])
    expect(inChinese.stdout).toMatch(/^用法： card-member .*\n\n.*\p{Script=Han}/u)
    expect(inChinese.stdout).toContain(`\n示例：\n  card-member ${command}`)
  })
})

describe('bad usage ends with 2 and says what to do', () => {
  it.each([
    { args: ['gibberish'], stderr: "unknown command 'gibberish'\nSee: card-member --help\n" },
    { args: ['platform'], stderr: "required option '--tenants <file>' not specified\nSee: card-member platform --help\n" },
    { args: ['platform', '--tenants'], stderr: "option '--tenants <file>' argument missing\nSee: card-member platform --help\n" },
    { args: ['demo', '--loud'], stderr: "unknown option '--loud'\nSee: card-member demo --help\n" },
    { args: ['keys', 'show'], stderr: "missing required argument 'file'\nSee: card-member keys show --help\n" },
  ])('$args', async ({ args, stderr }) => {
    expect(await runHere(args)).toEqual({ code: 2, stdout: '', stderr })
  })

  it('as a process too', async () => {
    expect(await run(['gibberish'])).toEqual({ code: 2, stdout: '', stderr: "unknown command 'gibberish'\nSee: card-member --help\n" })
  })

  it('no command at all: the help, on standard error', async () => {
    const { code, stdout, stderr } = await runHere([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage: card-member [options] [command]')
  })
})

describe('the language', () => {
  it.each([
    { args: ['--lang', 'zh-CN'], env: {} },
    { args: ['--lang=zh-CN'], env: {} },
    { args: [], env: { LC_ALL: '', LANG: 'zh_CN.UTF-8' } },
  ])('is Chinese by $args $env', async ({ args, env }) => {
    const { code, stderr } = await runHere(['gibberish', ...args], env)
    expect({ code, stderr }).toEqual({ code: 2, stderr: '未知命令 gibberish\n用法见：card-member --help\n' })
  })

  it('is what --lang says, whatever the environment says', async () => {
    const { stderr } = await runHere(['gibberish', '--lang', 'en'], { LC_ALL: 'zh_CN.UTF-8' })
    expect(stderr).toBe("unknown command 'gibberish'\nSee: card-member --help\n")
  })

  it('words help too', async () => {
    const { stdout } = await runHere(['demo', '--help'], { LC_ALL: 'zh_CN.UTF-8' })
    expect(stdout).toContain('用法： card-member demo')
    expect(stdout).toContain('示例：\n  card-member demo')
  })
})
