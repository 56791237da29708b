import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { consentsCsv, type Rows, reportCsv } from './csv-writer.ts'
import { type EvidenceFacts, evidencePage } from './evidence-page.ts'
import { type EvidenceRow, evidenceName } from './evidence-row.ts'
import type { Language, UploadShape } from './report-row.ts'
import { type AddFile, zipStream } from './zip-stream.ts'

/** A file that proves a consent. */
export interface EvidenceFile {
  readonly name: string
  /** Hex, as it was recorded. */
  readonly sha256: string
  /** The consents that it shows, and the lines of the file that they are for. */
  readonly consents: readonly { readonly consent_id: string; readonly lines: readonly number[] }[]
  open(): Readable | Buffer
}

/** What goes into a pack. Rows are read once for each of its tables and for the page. */
export interface EvidenceContent {
  readonly facts: EvidenceFacts
  readonly language: Language
  readonly shape: UploadShape
  rows(): Rows<EvidenceRow>
  /** The same with messages in both languages; those of `rows` unless given. */
  pageRows?(): Rows<EvidenceRow>
  readonly files: Iterable<EvidenceFile> | AsyncIterable<EvidenceFile>
}

/** An evidence file is no longer what was recorded. */
export class EvidenceChangedError extends Error {
  override readonly name = 'EvidenceChangedError'

  constructor(sha256: string) {
    super(`the evidence file with SHA-256 ${sha256} has changed since it was recorded; restore it from a backup`)
  }
}

type Pieces = AsyncIterable<string | Buffer> | Iterable<string | Buffer>

interface Listed {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly consents?: EvidenceFile['consents']
}

/**
 * The evidence of a batch as a ZIP: report.csv, consents.csv, evidence.html, evidence/, and manifest.json with the SHA-256 of each, and of each evidence
 * file the consents and lines that it shows.
 */
export function evidencePack(content: EvidenceContent): Readable {
  return zipStream((put) => putAll(put, content), new Date(content.facts.written_at * 1000))
}

async function putAll(put: AddFile, { facts, language, shape, rows, pageRows = rows, files }: EvidenceContent): Promise<void> {
  const listed: Listed[] = []
  const add = (name: string, source: Pieces, file?: EvidenceFile) => put(name, hashed(name, source, listed, file))
  await add('report.csv', reportCsv(rows(), shape, language))
  await add('consents.csv', consentsCsv(rows(), language))
  await add('evidence.html', evidencePage(facts, pageRows()))
  const seen = new Set<string>()
  for await (const file of files) {
    const name = evidenceName(file.sha256, file.name)
    if (seen.has(name)) continue
    seen.add(name)
    const source = file.open()
    await add(name, Buffer.isBuffer(source) ? [source] : source, file)
  }
  const { brand_id, batch_id, plan_sha256 } = facts
  await put('manifest.json', [`${JSON.stringify({ brand_id, batch_id, plan_sha256, files: listed }, null, 2)}\n`])
}

async function* hashed(name: string, source: Pieces, listed: Listed[], file: EvidenceFile | undefined): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of source) {
    const chunk = Buffer.from(piece)
    hash.update(chunk)
    bytes += chunk.length
    yield chunk
  }
  const sha256 = hash.digest('hex')
  if (file !== undefined && sha256 !== file.sha256) throw new EvidenceChangedError(file.sha256)
  listed.push({ name, bytes, sha256, ...(file === undefined ? {} : { consents: file.consents }) })
}
