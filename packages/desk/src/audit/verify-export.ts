import { ChainCheck } from './chain-check.ts'
import type { PublicKeys } from './desk-key.ts'
import { type ExportLine, type HeadLine, parseLine } from './export-line.ts'
import { Findings } from './findings.ts'
import { linesOf } from './lines.ts'
import { type AuditReport, checkChainNumbers, makeReport } from './report.ts'

type CheckpointLine = Extract<ExportLine, { kind: 'checkpoint' }>
type EventLine = Extract<ExportLine, { kind: 'event' }>

/**
 * Verifies an export line by line. It needs the public keys and no database.
 *
 * @param source the path of its file, or its text in pieces
 */
export async function verifyExport(source: string | AsyncIterable<string | Uint8Array>, keys: PublicKeys): Promise<AuditReport> {
  const reading = new ExportReading(keys)
  let number = 0
  for await (const line of linesOf(source)) reading.line(line, ++number)
  return reading.end()
}

class ExportReading {
  readonly #keys: PublicKeys
  readonly #findings = new Findings()
  readonly #counts = { chains: 0, events: 0, checkpoints: 0 }
  readonly #brands = new Set<string>()
  readonly #numbers: number[] = []
  #chains: number | undefined
  #complete = true
  #brand_id: string | undefined
  #head: HeadLine | undefined
  #checkpoints: CheckpointLine[] = []
  #check: ChainCheck | undefined

  constructor(keys: PublicKeys) {
    this.#keys = keys
  }

  line(source: string, number: number): void {
    const line = parseLine(source)
    if (line === undefined) {
      this.#findings.add('unreadable', { brand_id: this.#brand_id ?? '', sequence: number })
      return
    }
    if (line.kind === 'head') this.#begin(line.brand_id, line)
    else if (line.brand_id !== this.#brand_id) this.#begin(line.brand_id, undefined)
    if (line.kind === 'checkpoint') this.#addCheckpoint(line, number)
    if (line.kind === 'event') this.#addEvent(line)
  }

  end(): AuditReport {
    this.#finish()
    if (this.#chains !== undefined) checkChainNumbers(this.#numbers, this.#chains, this.#findings)
    return makeReport(this.#findings, this.#counts, this.#complete)
  }

  #begin(brand_id: string, head: HeadLine | undefined): void {
    this.#finish()
    this.#brand_id = brand_id
    this.#head = head
    this.#checkpoints = []
    this.#counts.chains++
    // The lines of one chain are together.
    if (this.#brands.has(brand_id)) this.#findings.add('inserted', { brand_id, sequence: head?.sequence ?? 0 })
    this.#brands.add(brand_id)
    if (head === undefined) return
    this.#numbers.push(head.number)
    if (brand_id === '') this.#chains = head.chains
    if (head.from_sequence !== head.prune_sequence || head.to_sequence !== head.sequence) this.#complete = false
  }

  #addCheckpoint(checkpoint: CheckpointLine, number: number): void {
    this.#counts.checkpoints++
    if (this.#check) this.#findings.add('unreadable', { brand_id: checkpoint.brand_id, sequence: number })
    else this.#checkpoints.push(checkpoint)
  }

  #addEvent(event: EventLine): void {
    this.#counts.events++
    this.#opened(event.brand_id).event(event)
  }

  #opened(brand_id: string): ChainCheck {
    const head = this.#head
    const state = {
      brand_id,
      head,
      checkpoints: this.#checkpoints,
      from_sequence: head?.from_sequence ?? 0,
      to_sequence: head?.to_sequence ?? 0,
    }
    this.#check ??= new ChainCheck(state, this.#keys, this.#findings)
    return this.#check
  }

  #finish(): void {
    if (this.#brand_id !== undefined) this.#opened(this.#brand_id).end()
    this.#check = undefined
  }
}
