import { BatchFileError } from './batch-file-error.ts'
import { cellPlace } from './cell-place.ts'
import { fileLimits } from './limit.ts'
import { readXml } from './xml-reader.ts'
import type { ZipParts } from './zip-parts.ts'

/** A range of merged cells, lines and columns included; the first line is 1, the first column 0. */
interface Range {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

const mark = Buffer.from('mergeCell')

/** The merged cells of a sheet, asked for line by line in rising order. */
export class MergedCells {
  readonly #ranges: readonly Range[]
  #next = 0
  #active: Range[] = []

  constructor(ranges: readonly Range[]) {
    this.#ranges = ranges.toSorted((a, b) => a.top - b.top)
  }

  /** Whether a cell of this line lies under another one, so that nobody sees what it holds; `undefined` when none does. */
  coveredIn(line: number): ((column: number) => boolean) | undefined {
    if (this.#active.length === 0 && (this.#ranges[this.#next]?.top ?? line + 1) > line) return undefined
    const here = this.#active.filter(({ bottom }) => bottom >= line)
    for (let range = this.#ranges[this.#next]; range !== undefined && range.top <= line; range = this.#ranges[++this.#next])
      if (range.bottom >= line) here.push(range)
    this.#active = here
    return (column) => here.some(({ top, left, right }) => column >= left && column <= right && (line !== top || column !== left))
  }
}

/**
 * Finds the merged cells of a sheet. They stand behind its rows, so a sheet that has any is read twice; whether it has is found by
 * a search through its bytes.
 */
export async function findMergedCells(parts: ZipParts, sheet: string): Promise<MergedCells> {
  const ranges: Range[] = []
  if (await holdsMark(parts, sheet)) {
    const open = (name: string, { ref = '' }: Readonly<Record<string, string>>) => {
      if (name !== 'mergeCell') return
      if (ranges.length >= fileLimits.merged_ranges) throw new BatchFileError('too_many_merged')
      const [from, to = from] = ref.split(':').map(cellPlace)
      if (from === undefined || to === undefined) throw new BatchFileError('workbook_damaged')
      ranges.push({ top: from.line, bottom: to.line, left: from.column, right: to.column })
    }
    for await (const _ of readXml(await parts.stream(sheet), { open }));
  }
  return new MergedCells(ranges)
}

async function holdsMark(parts: ZipParts, sheet: string): Promise<boolean> {
  let tail = Buffer.alloc(0)
  for await (const chunk of parts.bytes(sheet)) {
    const bytes = Buffer.concat([tail, chunk])
    if (bytes.includes(mark)) return true
    tail = bytes.subarray(-mark.length)
  }
  return false
}
