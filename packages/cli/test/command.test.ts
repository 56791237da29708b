import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run, runSources } from './command-fixture.ts'
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
const batches = ['prepare', 'check', 'approve', 'reject', 'run', 'resume', 'pause', 'cancel', 'status', 'rows', 'list', 'report'].map(
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
  'changes',
  'changes list',
  'changes confirm',
  'changes stop',
  'find',
  'invalidate',
  'reconcile',
  'audit',
  'audit list',
  'audit verify',
  'audit export',
  'audit publish',
  'audit prove',
  'audit status',
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

describe('compiled code', () => {
  it.each(['XDG_CACHE_HOME', 'LOCALAPPDATA'])('is kept for the next run in card-member below %s', async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'card-member-cache-'))
    try {
      const ran = await run(['--version'], { env: { NODE_COMPILE_CACHE: '', [name]: folder } })
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      expect(readdirSync(join(folder, 'card-member'))).toHaveLength(1)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('is kept nowhere without a folder of the user', async () => {
    const { code, stdout, stderr } = await run(['--version'], { env: { NODE_COMPILE_CACHE: '', HOME: '' } })
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
  })
})

const partsOfPino = ['@pinojs/redact', 'atomic-sleep', 'on-exit-leak-free', 'pino-std-serializers', 'quick-format-unescaped'].concat([
  'real-require',
  'safe-stable-stringify',
  'sonic-boom',
  'thread-stream',
])

describe('what a command loads', () => {
  it.each([
    [['--version'], ['commander']],
    [['desk', 'find', '--help'], ['commander']],
    // Neither a server nor PostgreSQL nor readers of files.
    [
      ['batch', 'list', '--as', 'wang', '--database', 'sqlite:nowhere.db'],
      ['commander', 'csv-stringify', 'kysely', 'otpauth', 'pino'],
    ],
  ])('for %s is no more than it needs', async (args, packages) => {
    const program = `
      import { registerHooks } from 'node:module'
      const loaded = new Set()
      registerHooks({ load(url, context, next) { loaded.add(/.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]); return next(url, context) } })
      process.on('exit', () => process.stderr.write([...loaded].filter((name) => name !== undefined).sort().join()))`
    const { stderr } = await runSources(args, { env: { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(program)}"` } })
    const direct = stderr.split('\n').at(-1)?.split(',')
    expect(direct?.filter((name) => !partsOfPino.includes(name))).toEqual(packages)
  })
})
