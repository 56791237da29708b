import { isRecord } from '@card-member/sdk/contract'
import type { PublicKeys } from './desk-key.ts'
import { deskTree } from './entry.ts'
import { type ExportLine, parseLine, type TreeLine } from './export-line.ts'
import { Findings } from './findings.ts'
import { readFrontier } from './frontier.ts'
import { isHeadSigned } from './head.ts'
import { linesOf } from './lines.ts'
import { type AuditReport, makeReport } from './report.ts'
import { TreeCheck } from './tree-check.ts'

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
  readonly #counts = { trees: 0, events: 0, checkpoints: 0 }
  readonly #trees = new Set<string>()
  // What the desk's own tree says of the others: that they exist, and their newest size.
  readonly #named = new Map<string, number>()
  readonly #sizes = new Map<string, number>()
  #tree: string | undefined
  #check: TreeCheck | undefined

  constructor(keys: PublicKeys) {
    this.#keys = keys
  }

  line(source: string, number: number): void {
    const line = parseLine(source)
    if (line === undefined) this.#findings.add('unreadable', { tree: this.#tree ?? deskTree, index: number })
    else if (line.kind === 'tree') this.#begin(line.tree, line)
    else {
      if (line.tree !== this.#tree) this.#begin(line.tree, undefined)
      this.#addEvent(line)
    }
  }

  end(): AuditReport {
    this.#check?.end()
    if (this.#trees.has(deskTree)) this.#compareTrees()
    return makeReport(this.#findings, this.#counts)
  }

  #begin(tree: string, line: TreeLine | undefined): void {
    this.#check?.end()
    this.#tree = tree
    this.#counts.trees++
    // The lines of one tree are together.
    if (this.#trees.has(tree)) this.#findings.add('inserted', { tree, index: line?.first_index ?? 0 })
    this.#trees.add(tree)
    if (line === undefined) this.#findings.add('head_missing', { tree })
    const head = line !== undefined && isHeadSigned(line, line.desk_id, this.#keys) ? line : undefined
    if (line !== undefined && head === undefined) this.#findings.add('head_forged', { tree, size: line.size })
    if (head !== undefined) this.#sizes.set(tree, head.size)
    const frontier = head && readFrontier(head.first_index, head.first_frontier)
    if (head !== undefined && frontier === undefined) this.#findings.add('head_differs', { tree, size: head.size })
    this.#check = new TreeCheck({ tree, head, frontier }, this.#findings)
  }

  #addEvent(event: EventLine): void {
    this.#counts.events++
    this.#check?.event(event, undefined)
    if (event.tree !== deskTree || !/^audit\.(tree|checkpoint)$/.test(event.action)) return
    const { tree, size } = readFacts(event.facts)
    if (typeof tree === 'string') this.#named.set(tree, typeof size === 'number' ? size : 0)
  }

  // Checkpoints of events after the desk's own tree was read are not named in it.
  #compareTrees(): void {
    for (const [tree, size] of this.#named) {
      if (!this.#trees.has(tree)) this.#findings.add('tree_missing', { tree })
      else if (size > (this.#sizes.get(tree) ?? size)) this.#findings.add('rolled_back', { tree, size })
    }
  }
}

function readFacts(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
