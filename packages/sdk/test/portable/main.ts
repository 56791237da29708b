import process from 'node:process'
import { readPrivateKey, runtime } from '../../src/protocol/index.ts'
import type { Report } from './case.ts'
import { fetchSetup, type Setup } from './setup.ts'
import { suite } from './suite.ts'

// Runs the suite in the runtime that it finds itself in, against the server whose address is its argument, and writes one
// line of JSON: the report.
const setup = await fetchSetup(process.argv[2] ?? '')
process.stdout.write(`${JSON.stringify(await report(setup))}\n`)

async function report({ credential, ...rest }: Setup): Promise<Report> {
  const passed: string[] = []
  const failed: (readonly [string, string])[] = []
  for (const { name, run } of suite({ credential, ...rest })) {
    try {
      await run()
      passed.push(name)
    } catch (error) {
      failed.push([name, error instanceof Error ? `${error.name}: ${error.message}` : 'threw no Error'])
    }
  }
  const key = runtime.privateKey(readPrivateKey(credential.private_key, 'key').pkcs8)
  return { ...host(), crypto: key.signNow === undefined ? 'Web Crypto' : 'node:crypto', passed, failed }
}

// All of them call themselves Node too.
function host(): Pick<Report, 'runtime' | 'version'> {
  const { bun, deno, node } = process.versions
  if (bun !== undefined) return { runtime: 'Bun', version: bun }
  if (deno !== undefined) return { runtime: 'Deno', version: deno }
  return { runtime: 'Node', version: node }
}
