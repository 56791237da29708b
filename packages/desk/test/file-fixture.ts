import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openBatchFile } from '../src/file/batch-file.ts'
import { BatchFileError } from '../src/file/batch-file-error.ts'
import { inspectFile } from '../src/file/inspect-file.ts'
import type { BatchRow } from '../src/file/row-reader.ts'

/** A folder for files of a test. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'card-member-test-'))

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name)
    writeFileSync(path, content)
    return path
  }

  async save(name: string, content: Readable): Promise<string> {
    const path = join(this.path, name)
    await pipeline(content, createWriteStream(path))
    return path
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** Reads a whole file. */
export async function readAll(path: string): Promise<{ rows: BatchRow[]; ignored_columns: readonly string[] }> {
  await using file = await openBatchFile(path, await inspectFile(path))
  const rows: BatchRow[] = []
  for await (const chunk of file.rows) rows.push(...chunk)
  return { rows, ignored_columns: file.ignored_columns }
}

/** The code and detail that a file is refused with; `read` when it is not. */
export async function refusal(path: string): Promise<readonly [string, unknown]> {
  try {
    await readAll(path)
  } catch (error) {
    if (error instanceof BatchFileError) return [error.kind.code, error.detail]
    throw error
  }
  return ['read', undefined]
}

/** Faults as `line column fault`. */
export function faultsOf(rows: readonly BatchRow[]): string[] {
  return rows.flatMap(({ line, faults }) => faults.map(({ column, fault }) => `${line} ${column} ${fault}`))
}

export const card = 'pbLatjvWOibDc5-TBnbUk1pD12o0'
export const member = 'obLatjnx9gnqzS4myYGmLZ7LgLBA'
export const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'
export const line = `${card},478515832665,${member},用户申请退会,短信,2026-05-20 10:00,2026/5/21 9:30,SMS-1`
