import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { makeTenants } from './tenants-fixture.ts'

const source = fileURLToPath(new URL('../src/tenants', import.meta.url))
const program = `
  const { keptPlatformKey, storageKeys } = await import('${source}/kept-keys.ts')
  const { loadTenantsFile } = await import('${source}/tenants-file.ts')
  const [tenants, folder, start] = process.argv.slice(1)
  while (Date.now() < Number(start));
  const { current, keys } = storageKeys(loadTenantsFile(tenants), folder)
  const { key_id, private_key } = keptPlatformKey(folder)
  process.stdout.write(JSON.stringify([Buffer.from(keys[current]).toString('hex'), key_id, private_key]))`

test('processes that start together on one folder keep the same keys', async () => {
  using tenants = makeTenants()
  const run = promisify(execFile)
  const start = String(Date.now() + 1500)
  const made = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '-e', program, tenants.tenants, tenants.folder, start])),
  )
  expect(new Set(made.map(({ stdout }) => stdout)).size).toBe(1)
})
