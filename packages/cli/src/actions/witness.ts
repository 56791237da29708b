import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePrivate, makePrivateFolder, writeOnce } from '@card-member/service/kept-file'
import { stopAtSignal } from '@card-member/service/lifecycle'
import { makeLog } from '@card-member/service/log'
import { InUseError, ProcessLock } from '@card-member/service/process-lock'
import { generateKey, importSigner, importVerifier, type NoteSigner, type WitnessedLog, witness } from '@card-member/tlog'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { folderStorage } from '../witness/folder-storage.ts'
import { serveWitness } from '../witness/serve.ts'
import { platformWords } from '../words/platform.ts'
import { witnessWords as words } from '../words/witness.ts'
import { untilStopped } from './platform.ts'

/** Options of `card-member witness`. */
export interface WitnessFlags {
  readonly log: readonly string[]
  readonly logs?: string
  readonly data: string
  readonly name: string
  readonly port: number
  readonly host: string
}

/** Runs a witness until a signal ends the process. */
export async function runWitness({ log: vkeys, logs: file, data, name, port, host }: WitnessFlags, terminal: Terminal): Promise<never> {
  const logs = followed([...vkeys, ...(file === undefined ? [] : keysOf(file))])
  makePrivateFolder(data)
  // Two witnesses on one folder could cosign two histories of one log.
  const lock = lockOn(data)
  try {
    const signer = await keyIn(data, name)
    const log = makeLog()
    const server = await serveWitness(witness({ signer, logs, storage: folderStorage(data) }), { host, port, log })
    lock.announce(server.url)
    stopAtSignal({ close: () => server.close().finally(() => lock[Symbol.dispose]()) }, log)
    terminal.write(`witness ready ${server.url}`)
    terminal.write(signer.vkey)
  } catch (error) {
    lock[Symbol.dispose]()
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw new CommandFailure(platformWords.portTaken(port))
    throw error
  }
  return untilStopped()
}

function lockOn(folder: string): ProcessLock {
  try {
    return ProcessLock.take(folder, 'witness')
  } catch (error) {
    throw error instanceof InUseError ? new CommandFailure(error.words) : error
  }
}

function followed(vkeys: readonly string[]): WitnessedLog[] {
  const verifiers = vkeys.map(importVerifier)
  const wrong = verifiers.find(({ type }) => type !== 'ed25519')
  if (wrong !== undefined) throw new CommandFailure(words.notALog(wrong.name), exit.usage, { field: '--log' })
  if (verifiers.length === 0) throw new CommandFailure(words.noLogs, exit.usage, { field: '--log' })
  return [...Map.groupBy(verifiers, ({ name }) => name)].map(([origin, keys]) => ({
    origin,
    keys: keys.filter(({ key_id }, i) => keys.findIndex((key) => key.key_id === key_id) === i),
  }))
}

function keysOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new CommandFailure(words.unreadable(file, reason), exit.failed, { field: '--logs' })
  }
}

async function keyIn(folder: string, name: string): Promise<NoteSigner> {
  const file = join(folder, 'witness.key')
  const { skey } = await generateKey(name, 'cosignature')
  writeOnce(file, `${skey}\n`)
  makePrivate(file)
  const signer = await importSigner(readFileSync(file, 'utf8').trim())
  if (importVerifier(signer.vkey).type !== 'cosignature') throw new CommandFailure(words.notAWitness(file))
  return signer
}
