import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Running } from './command-fixture.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

const cwd = fileURLToPath(new URL('../../..', import.meta.url))

let rehearsal: Rehearsal
beforeAll(async () => {
  rehearsal = await rehearse()
})
afterAll(() => rehearsal[Symbol.asyncDispose]())

/** The processes of a group, the one started last at the end. */
async function membersOf({ group }: Running): Promise<{ readonly pid: number; readonly command: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,pgid=,stat=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [, pid, pgid, state = '', command = ''] = /^ *(\d+) +(\d+) +(\S+) +(.*)$/.exec(line) ?? []
    return Number(pgid) === group && !state.startsWith('Z') ? [{ pid: Number(pid), command }] : []
  })
}

type Target = 'the whole group' | 'npm alone' | 'the server alone'

async function end(running: Running, name: 'SIGINT' | 'SIGTERM', target: Target) {
  await running.line(/^(platform|desk) ready/)
  if (target === 'the whole group') running.signal(name)
  else if (target === 'npm alone') running.signalFirst(name)
  else {
    const server = (await membersOf(running)).findLast(({ command }) => /^node .*card-member/.test(command))
    if (server === undefined) throw new Error('no server')
    process.kill(server.pid, name)
  }
  const { code } = await running.ended
  await expect.poll(() => membersOf(running), { interval: 100 }).toEqual([])
  return code
}

const platform = (name: string) => [
  ...['card-member', 'platform', '--tenants', `${rehearsal.folder}/tenants.json`],
  ...['--database', `sqlite:${rehearsal.folder}/${name}/platform.db`, '--port', '0'],
]

describe('a server under npm is stopped, and nothing is left behind', () => {
  it.each<['SIGINT' | 'SIGTERM', Target]>([
    ['SIGINT', 'the whole group'],
    ['SIGTERM', 'npm alone'],
    ['SIGTERM', 'the server alone'],
  ])('by %s to %s, with 0, by npx and npm start in this repository', async (name, target) => {
    const folder = `${rehearsal.folder}/${name}-${target.replaceAll(' ', '-')}`
    expect(await end(new Running('npx', platform(`${name}-${target.replaceAll(' ', '-')}`), { cwd }), name, target)).toBe(0)
    const start = ['start', '--', '--port', '0', '--desk-port', '0', '--folder', `${folder}/demo`]
    expect(await end(new Running('npm', start, { cwd }), name, target)).toBe(0)
  })

  // Elsewhere npm runs commands by sh, which ends at a signal by itself; npm then ends by the signal too, without an exit code.
  it.each<['SIGINT' | 'SIGTERM', Target, number | null]>([
    ['SIGINT', 'the whole group', null],
    ['SIGTERM', 'npm alone', null],
    ['SIGTERM', 'the server alone', 0],
  ])('by %s to %s where npm runs commands by sh', async (name, target, code) => {
    const env = { npm_config_script_shell: 'sh' }
    const words = platform(`sh-${name}-${target.replaceAll(' ', '-')}`)
    // Some systems have a sh that puts the command in its own place, as bash does.
    expect([0, code]).toContain(await end(new Running('npx', words, { cwd, env }), name, target))
  })
})
