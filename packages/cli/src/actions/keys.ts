import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatTime } from '@card-member/sdk/contract'
import { CommandFailure, exit } from '../failure.ts'
import { identify, type KeyFacts } from '../keys/identify.ts'
import { makeKeys } from '../keys/make.ts'
import type { Terminal } from '../terminal.ts'
import { kinds, keysWords as words } from '../words/keys.ts'

/** Makes a key pair and a serial in a folder. */
export async function runMake(folder: string, terminal: Terminal): Promise<number> {
  const { private_key, public_key, serial_no } = await makeKeys()
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw notWritten(folder, error)
  })
  const [privateFile, publicFile, serialFile] = [
    join(folder, 'apiclient_key.pem'),
    join(folder, 'merchant_pub.pem'),
    join(folder, 'serial_no.txt'),
  ]
  // All are looked for before one is written, so that no pair is left half old and half new.
  for (const path of [privateFile, publicFile, serialFile]) if (existsSync(path)) throw new CommandFailure(words.exists(path))
  await writeNew(privateFile, private_key, 0o600)
  await writeNew(publicFile, public_key, 0o644)
  await writeNew(serialFile, `${serial_no}\n`, 0o644)
  terminal.table([
    [terminal.in(words.privateKey), privateFile],
    [terminal.in(words.publicKey), publicFile],
    [terminal.in(words.serial), `${serial_no} (${serialFile})`],
  ])
  terminal.say(words.keepSecret)
  terminal.write(`  ${JSON.stringify({ mchid: '1900000001', serial_no, public_key_file: 'merchant_pub.pem', brands: ['1004'] })}`)
  return exit.done
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(path, text, { mode, flag: 'wx' })
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? new CommandFailure(words.exists(path)) : notWritten(path, error)
  }
}

function notWritten(path: string, error: unknown): CommandFailure {
  return new CommandFailure(words.notWritten(path, codeOf(error)))
}

/** Says what files are. */
export async function runShow(files: readonly string[], terminal: Terminal): Promise<number> {
  const byKey = new Map<string, string[]>()
  let code: number = exit.done
  for (const file of files) {
    const facts = identify(await readBytes(file))
    showFacts(file, facts, terminal)
    if (facts.kind === 'unknown' || facts.kind === 'unreadable') code = exit.failed
    if (facts.fingerprint) byKey.set(facts.fingerprint, [...(byKey.get(facts.fingerprint) ?? []), file])
  }
  for (const same of byKey.values()) if (same.length > 1) terminal.say(words.pair(same.join(', ')))
  return code
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new CommandFailure(words.notRead(file, codeOf(error)))
  }
}

function showFacts(file: string, facts: KeyFacts, terminal: Terminal): void {
  const kind = kinds[facts.kind]
  const { algorithm, bits, serial_no, subject, issuer, fingerprint } = facts
  terminal.write(file)
  terminal.table([
    [terminal.in(words.kind), terminal.in(kind.name)],
    [terminal.in(words.algorithm), algorithm && bits ? terminal.in(words.bits(algorithm, bits)) : algorithm],
    [terminal.in(words.serial), serial_no],
    [terminal.in(words.subject), subject],
    [terminal.in(words.issuer), issuer],
    [terminal.in(words.valid), describeTime(facts, terminal)],
    [terminal.in(words.fingerprint), fingerprint],
    [terminal.in(words.use), 'use' in kind ? terminal.in(kind.use) : undefined],
    [terminal.in(words.advice), 'advice' in kind ? terminal.in(kind.advice) : undefined],
  ])
}

function describeTime({ effective_time, expire_time }: KeyFacts, terminal: Terminal): string | undefined {
  if (effective_time === undefined || expire_time === undefined) return undefined
  const range = terminal.in(words.range(formatTime(effective_time / 1000), formatTime(expire_time / 1000)))
  return expire_time < Date.now() ? terminal.in(words.expired(range)) : range
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
