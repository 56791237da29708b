import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatTime, text } from '@card-member/sdk/contract'
import { readSmallFile } from '@card-member/sdk/node'
import { CredentialError } from '@card-member/sdk/protocol'
import { CommandFailure, exit } from '../failure.ts'
import { identify, type KeyFacts } from '../keys/identify.ts'
import { makeKeys } from '../keys/make.ts'
import type { Terminal } from '../terminal.ts'
import { kinds, keysWords as words } from '../words/keys.ts'

/** Makes a key pair and a serial in a folder. */
export async function runMake({ out: folder, json }: { readonly out: string; readonly json?: true }, terminal: Terminal): Promise<number> {
  const { private_key, public_key, serial_no } = await makeKeys()
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw notWritten(folder, error)
  })
  const [privateFile, publicFile, serialFile] = [
    join(folder, 'apiclient_key.pem'),
    join(folder, 'merchant_pub.pem'),
    join(folder, 'serial_no.txt'),
  ]
  // All are looked for before one is written, so that no pair is left half old and half new.
  for (const path of [privateFile, publicFile, serialFile]) if (existsSync(path)) throw new CommandFailure(words.exists(path))
  await writeNew(privateFile, private_key)
  await writeNew(publicFile, public_key)
  await writeNew(serialFile, `${serial_no}\n`)
  if (json) {
    terminal.write(JSON.stringify({ serial_no, private_key_file: privateFile, public_key_file: publicFile, serial_no_file: serialFile }))
    return exit.done
  }
  terminal.table([
    [terminal.in(words.privateKey), privateFile],
    [terminal.in(words.publicKey), publicFile],
    [terminal.in(words.serial), `${serial_no} (${serialFile})`],
  ])
  terminal.say(words.keepSecret)
  terminal.write(`  ${JSON.stringify({ mchid: '1900000001', serial_no, public_key_file: 'merchant_pub.pem', brands: ['1004'] })}`)
  return exit.done
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? new CommandFailure(words.exists(path)) : notWritten(path, error)
  }
}

function notWritten(path: string, error: unknown): CommandFailure {
  return new CommandFailure(words.notWritten(path, codeOf(error)))
}

/** Says what files are. All are looked at, whatever is wrong with one of them. */
export async function runShow(files: readonly string[], { json }: { readonly json?: true }, terminal: Terminal): Promise<number> {
  const looked: Looked[] = []
  for (const file of files) {
    const found = await look(file)
    looked.push({ file, found })
    if (found instanceof CredentialError) terminal.say(text({ zh: found.in('zh-CN'), en: found.message }), 'err')
    else if (!json) showFile(file, found, terminal)
  }
  if (json) terminal.write(JSON.stringify({ files: looked.map((one) => describeFile(one, terminal)) }))
  else showPairs(looked, terminal)
  return looked.some(({ found }) => isUnusable(found)) ? exit.failed : exit.done
}

interface Looked {
  readonly file: string
  readonly found: readonly KeyFacts[] | CredentialError
}

function isUnusable(found: Looked['found']): boolean {
  return found instanceof CredentialError || found.some(({ kind }) => unusable.has(kind))
}

function showFile(file: string, found: readonly KeyFacts[], terminal: Terminal): void {
  terminal.write(file)
  for (const facts of found) showFacts(facts, terminal)
}

function describeFile({ file, found }: Looked, terminal: Terminal): object {
  if (!(found instanceof CredentialError)) return { file, found: found.map(describeFacts) }
  return { file, error: { code: found.code, message: found.in(terminal.language) } }
}

function showPairs(looked: readonly Looked[], terminal: Terminal): void {
  const byKey = new Map<string, Set<string>>()
  for (const { file, found } of looked)
    for (const { fingerprint } of found instanceof CredentialError ? [] : found)
      if (fingerprint) byKey.set(fingerprint, (byKey.get(fingerprint) ?? new Set()).add(file))
  for (const same of byKey.values()) if (same.size > 1) terminal.say(words.pair([...same].join(', ')))
}

const unusable: ReadonlySet<KeyFacts['kind']> = new Set(['unknown', 'damaged', 'empty'])

async function look(file: string): Promise<KeyFacts[] | CredentialError> {
  try {
    return identify(await readSmallFile(file), file)
  } catch (error) {
    if (error instanceof CredentialError) return error
    throw error
  }
}

function describeFacts({ issue, effective_time, expire_time, ...facts }: KeyFacts): object {
  const [from, until] = [effective_time, expire_time].map((time) => (time === undefined ? undefined : formatTime(time / 1000)))
  return { ...facts, effective_time: from, expire_time: until, issue: issue && { code: issue.code, message: issue.message } }
}

function showFacts(facts: KeyFacts, terminal: Terminal): void {
  const kind = kinds[facts.kind]
  const { algorithm, bits, form, serial_no, subject, issuer, fingerprint, issue } = facts
  const name = terminal.in(kind.name)
  const advice = issue?.in(terminal.language) ?? ('advice' in kind ? terminal.in(kind.advice) : undefined)
  terminal.table([
    [terminal.in(words.kind), form === undefined ? name : terminal.in(words.written(name, form))],
    [terminal.in(words.algorithm), algorithm && bits ? terminal.in(words.bits(algorithm, bits)) : algorithm],
    [terminal.in(words.serial), serial_no],
    [terminal.in(words.subject), subject],
    [terminal.in(words.issuer), issuer],
    [terminal.in(words.valid), describeTime(facts, terminal)],
    [terminal.in(words.fingerprint), fingerprint],
    [terminal.in(words.use), 'use' in kind && issue === undefined ? terminal.in(kind.use) : undefined],
    [terminal.in(words.advice), advice],
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
