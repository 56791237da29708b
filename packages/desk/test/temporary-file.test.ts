import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('a process that is killed in the middle of an upload leaves nothing in the temporary folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-kill-'))
  const source = join(import.meta.dirname, '../src/file')
  const program = `
    import { TemporaryFile } from ${JSON.stringify(join(source, 'temporary-file.ts'))}
    import { writeBytes } from ${JSON.stringify(join(source, 'file-bytes.ts'))}
    const upload = new TemporaryFile()
    async function* bytes() { for (;;) { yield Buffer.from('478515832665'); process.stdout.write('written ') } }
    await writeBytes(upload.fd, bytes())`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { env: { TMPDIR: folder } })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})
