import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { InUseError, ProcessLock } from './process-lock.ts'

const source = fileURLToPath(new URL('process-lock.ts', import.meta.url))
const program = `
  const { ProcessLock } = await import('${source}')
  const lock = ProcessLock.take(process.argv[1], 'desk')
  lock.announce('http://127.0.0.1:8090')
  process.stdout.write('held')
  setInterval(() => lock, 1000)`

function makeFolder() {
  const path = mkdtempSync(join(tmpdir(), 'card-member-lock-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Another process that holds a place. */
async function hold(place: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, place], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const kill = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  return { pid: child.pid, kill, [Symbol.asyncDispose]: kill }
}

test('whoever comes second is told who holds the file, since when and where it answers; a killed process holds nothing', async () => {
  using folder = makeFolder()
  const file = join(folder.path, 'desk.db')
  await using holder = await hold(file)
  const since = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+08:00'
  const refused = () => ProcessLock.take(file, 'platform')
  expect(refused).toThrow(InUseError)
  expect(refused).toThrow(
    new RegExp(
      `^A desk runs on ${file} already: process ${holder.pid}, since ${since}, http://127.0.0.1:8090. Stop it, or use another place`,
    ),
  )
  try {
    refused()
  } catch (error) {
    const words = error instanceof InUseError ? error.words['zh-CN'] : ''
    expect(words).toMatch(new RegExp(`^服务台已在使用 ${file}：进程 ${holder.pid}，启动于 ${since}，http://127.0.0.1:8090。请先停止它`))
  }
  await holder.kill()
  using mine = ProcessLock.take(file, 'platform')
  expect(mine).toBeInstanceOf(ProcessLock)
})

test('two servers of one process are two as well, and one place has one holder whatever way leads there', () => {
  using folder = makeFolder()
  const file = join(folder.path, 'desk.db')
  writeFileSync(file, '')
  symlinkSync(file, join(folder.path, 'link.db'))
  symlinkSync(folder.path, join(folder.path, 'way'))
  {
    using _lock = ProcessLock.take(file, 'platform')
    for (const way of ['desk.db', 'link.db', 'way/desk.db'])
      expect(() => ProcessLock.take(join(folder.path, way), 'desk')).toThrow(`A platform runs on ${file} already: process ${process.pid}`)
    using _other = ProcessLock.take(join(folder.path, 'other.db'), 'desk')
    using _folder = ProcessLock.take(folder.path, 'start')
    expect(() => ProcessLock.take(folder.path, 'start')).toThrow(`"card-member start" runs on ${folder.path} already`)
  }
  using _again = ProcessLock.take(file, 'desk')
  const made = readdirSync(folder.path).filter((name) => name.includes('.lock'))
  expect(made.toSorted()).toEqual(['desk.db.lock', 'desk.db.lock.json', 'other.db.lock', 'start.lock'])
  for (const name of made) expect(statSync(join(folder.path, name)).mode & 0o777).toBe(0o600)
})
