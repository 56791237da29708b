import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { openBatchFile, type ReadOptions } from '../src/files/batch-file.ts'
import { BatchFileError } from '../src/files/batch-file-error.ts'
import type { FileNote } from '../src/files/file-note.ts'
import { type InspectedFile, inspectFile } from '../src/files/inspect-file.ts'
import type { BatchRow } from '../src/files/row-reader.ts'

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

/** How a file is read in a test. */
export interface TestReadOptions extends ReadOptions {
  readonly encoding?: string
}

/** A whole file. */
export interface ReadFile {
  readonly rows: BatchRow[]
  readonly ignored_columns: readonly string[]
  readonly sheet: string | undefined
  readonly notes: readonly FileNote[]
}

/** Reads a whole file. */
export async function readAll(path: string, { encoding, ...options }: TestReadOptions = {}): Promise<ReadFile> {
  await using handle = await open(path)
  await using file = await openBatchFile(handle.fd, await inspectFile(handle.fd, encoding), options)
  const rows: BatchRow[] = []
  for await (const chunk of file.rows) rows.push(...chunk)
  return { rows, ignored_columns: file.ignored_columns, sheet: file.sheet, notes: file.notes() }
}

/** What a file is. */
export async function inspect(path: string, encoding?: string): Promise<InspectedFile> {
  await using handle = await open(path)
  return await inspectFile(handle.fd, encoding)
}

/** The code and detail that a file is refused with; `read` when it is not. */
export async function refusal(path: string, options?: TestReadOptions): Promise<readonly [string, unknown]> {
  try {
    await readAll(path, options)
  } catch (error) {
    if (error instanceof BatchFileError) return [error.definition.code, error.detail]
    throw error
  }
  return ['read', undefined]
}

/** Faults as `line column fault`. */
export function faultsOf(rows: readonly BatchRow[]): string[] {
  return rows.flatMap(({ line, faults }) => faults.map(({ column, fault }) => `${line} ${column} ${fault}`))
}

/** Warnings as `line column warning`. */
export function warningsOf(rows: readonly BatchRow[]): string[] {
  return rows.flatMap(({ line, warnings }) => warnings.map(({ column, fault }) => `${line} ${column} ${fault}`))
}

/** A file that came from elsewhere. */
export function given(name: string): string {
  return join(import.meta.dirname, 'workbooks', name)
}

/** Saves a workbook by its parts, for what no program here writes. */
export async function saveParts(folder: Folder, parts: Readonly<Record<string, string>>): Promise<string> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  const path = join(folder.path, 'parts.xlsx')
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The parts of a workbook with one sheet. */
export const frame = (sheet: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  '_rels/.rels': `<Relationships><Relationship Id="a" Type="${office}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<x:workbook xmlns:x="m" xmlns:r="${office}"><x:sheets><x:sheet name="S" sheetId="1" r:id="b"/></x:sheets></x:workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="b" Type="${office}/worksheet" Target="worksheets/s.xml"/><Relationship Id="c" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  'xl/sharedStrings.xml': '<sst/>',
  'xl/worksheets/s.xml': sheet,
  ...more,
})

/** One row of a sheet, every cell a text. */
export const rowXml = (line: number, texts: readonly string[], attributes = '') =>
  `<row r="${line}" ${attributes}>${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`

/** A sheet of rows. */
export const sheetXml = (rows: string, before = '', after = '') => `<worksheet>${before}<sheetData>${rows}</sheetData>${after}</worksheet>`

export const card = 'pbLatjvWOibDc5-TBnbUk1pD12o0'
export const member = 'obLatjnx9gnqzS4myYGmLZ7LgLBA'
export const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'
export const line = `${card},478515832665,${member},用户申请退会,短信,2026-05-20 10:00,2026/5/21 9:30,SMS-1`
