import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import { expect, test } from 'vitest'
import { type Running, runShell, startShell } from './command-fixture.ts'

/** What a folder holds that others than its owner can do something with. */
function openToOthers(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    const mode = statSync(path).mode & 0o777
    return mode === (entry.isDirectory() ? 0o700 : 0o600) ? [] : [`${mode.toString(8)} ${path.slice(folder.length + 1)}`]
  })
}

test.each(['022', '000'])('whatever is written is for its owner alone, with the umask %s', async (umask) => {
  const cwd = await mkdtemp(join(tmpdir(), 'card-member-modes-'))
  await using _removed = { [Symbol.asyncDispose]: () => rm(cwd, { recursive: true, force: true }) }
  const shell = (script: string) => runShell(`umask ${umask}; ${script}`, { cwd })
  const running: Running = startShell(`umask ${umask}; exec card-member start --port 0 --desk-port 0 --sandbox`, { cwd })
  try {
    const platform = (await running.line(/^platform ready/)).replace('platform ready ', '')
    await running.line(/^Ctrl-C/)
    const commands = await readFile(join(cwd, 'data/demo/commands.txt'), 'utf8')
    const place = '--database sqlite:data/demo/desk.db --as root --password-file password --session-file root.session'
    await writeFile(join(cwd, 'password'), 'correct horse battery\n', { mode: 0o600 })
    const batch = /batch check (\S+)/.exec(commands)?.[1]
    const added = await shell(
      'card-member desk staff add root --role admin --role author --role auditor --database sqlite:data/demo/desk.db --password-file password --json',
    )
    expect(added.code, added.stderr).toBe(0)
    const code = generateSync({ secret: new URL(JSON.parse(added.stdout).otpauth_uri).searchParams.get('secret') ?? '' })
    const left = await shell(`
      mkdir out; chmod 700 out; printf x > out/report.csv; chmod 666 out/report.csv
      card-member batch report ${batch} --out out ${place} --totp ${code}
      card-member batch report ${batch} --out made/reports ${place} --totp ${code}
      card-member desk audit export --out audit.jsonl ${place} --totp ${code}
      card-member sandbox snapshot snapshot.jsonl --base-url ${platform}
      card-member keys make --out made/keys`)
    expect(left.code, left.stderr).toBe(0)
    expect(openToOthers(cwd)).toEqual([])
  } finally {
    await running.stop()
  }
  expect(openToOthers(cwd)).toEqual([])
})
