import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, start } from './command-fixture.ts'

/** Every file of a folder with its content and the time of its last change. */
async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => !/^(media|rehearsal)$|\.db(-wal|-shm)?$|\.lock$/.test(name))
  const events = names.map(async (name) => [
    name,
    `${(await stat(join(folder, name))).mtimeMs} ${await readFile(join(folder, name), 'utf8')}`,
  ])
  return Object.fromEntries(await Promise.all(events))
}

test('a second start, platform or desk in the folder of a start says who runs it and changes nothing; a killed one leaves it free', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'card-member-second-'))
  await using _removed = { [Symbol.asyncDispose]: () => rm(cwd, { recursive: true, force: true }) }
  const first = start(['start', '--port', '0', '--desk-port', '0'], { cwd })
  const desk = (await first.line(/^desk ready/)).replace('desk ready ', '')
  await first.line(/^Ctrl-C/)
  const { base_url: platform }: { base_url: string } = JSON.parse(await readFile(join(cwd, 'data/demo/credential.json'), 'utf8'))
  const folder = join(cwd, 'data/demo')
  const before = await filesIn(folder)
  const by = 'process \\d+, since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+08:00'

  const second = await run(['start', '--port', '0'], { cwd })
  expect([second.code, second.stdout]).toEqual([1, ''])
  expect(second.stderr).toMatch(
    new RegExp(
      `^"card-member start" runs on ${folder} already: ${by}, ${platform}, ${desk}. Stop it, or use another place. Nothing was changed.\n$`,
    ),
  )
  const chinese = await run(['start', '--port', '0'], { cwd, env: { LC_ALL: 'zh_CN.UTF-8' } })
  expect(chinese.stderr).toMatch(/^card-member start 已在使用 .*：进程 \d+，启动于 .*。请先停止它，或换一个位置。未做任何改动。\n$/)
  const other = await run(
    ['platform', '--tenants', 'data/demo/tenants.json', '--port', '0', '--database', 'sqlite:data/demo/platform.db'],
    { cwd },
  )
  expect([other.code, other.stdout]).toEqual([1, ''])
  expect(other.stderr).toMatch(new RegExp(`^A platform runs on ${folder}/platform.db already: ${by}, ${platform}. `))
  const swapped = await run(['platform', '--tenants', 'data/demo/tenants.json', '--port', '0', '--database', 'sqlite:data/demo/desk.db'], {
    cwd,
  })
  expect(swapped.stderr).toMatch(new RegExp(`^A desk runs on ${folder}/desk.db already: ${by}, ${desk}. `))
  const secondDesk = await run(['desk', '--port', '0', '--database', 'sqlite:data/demo/desk.db'], { cwd })
  expect(secondDesk.stderr).toMatch(new RegExp(`^A desk runs on ${folder}/desk.db already: ${by}, ${desk}. `))
  expect(await filesIn(folder)).toEqual(before)

  first.signal('SIGKILL')
  await first.ended
  const mixed = await run(['platform', '--tenants', 'data/demo/tenants.json', '--port', '0', '--database', 'sqlite:data/demo/desk.db'], {
    cwd,
  })
  expect(mixed.stderr).toMatch(/^The database is that of a desk, not of a platform: give each its own with --database\./)
  const again = start(['start', '--port', '0', '--desk-port', '0'], { cwd })
  await again.line(/^Ctrl-C/)
  expect(await again.stop()).toMatchObject({ code: 0 })
})
