import { posix } from 'node:path'
import { BatchFileError } from './batch-file-error.ts'
import { type CellStyles, readStyles } from './cell-styles.ts'
import { fileLimits } from './limit.ts'
import { findMergedCells } from './merged-cells.ts'
import type { Table } from './raw-row.ts'
import { SharedStrings } from './shared-strings.ts'
import { openSheetTable } from './sheet-table.ts'
import { SheetText } from './sheet-text.ts'
import { readXml } from './xml-reader.ts'
import { ZipParts } from './zip-parts.ts'

/** One sheet of a workbook. */
export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  readonly part: string
}

/** An XLSX file. */
export interface Workbook extends Disposable {
  /** In the order in which people see them. */
  readonly sheets: readonly Sheet[]
  open(sheet: Sheet): Promise<Table>
}

interface Link {
  readonly kind: string
  readonly target: string
}

// Days between day 0 of the calendar that old Macs counted by and that of all others.
const shift1904 = 1462
const noStyles: CellStyles = { dates: new Set(), zeros: new Map() }

/** Opens an XLSX file; throws `BatchFileError` for a ZIP that is none. */
export async function openWorkbook(fd: number): Promise<Workbook> {
  const parts = await ZipParts.open(fd)
  const main = await mainPart(parts)
  const links = await linksOf(parts, main)
  const { sheets, date_shift } = await readMain(parts, main, links)
  const targetOf = (kind: string) => [...links.values()].find((link) => link.kind === kind)?.target
  const stylesPart = targetOf('styles')
  const styles = stylesPart === undefined ? noStyles : await readStyles(parts, stylesPart)
  const shared = targetOf('sharedStrings')
  const sharedStrings = new SharedStrings()
  let filled = shared === undefined
  return {
    sheets,
    async open({ part }) {
      if (!filled && shared !== undefined) await fillSharedStrings(parts, shared, sharedStrings)
      filled = true
      const merged = await findMergedCells(parts, part)
      let read = 0
      const stream = await parts.stream(part, (bytes) => {
        read += bytes
      })
      const share = () => read / Math.max(1, parts.sizeOf(part))
      return openSheetTable(stream, { sharedStrings, styles, date_shift, merged }, share)
    },
    [Symbol.dispose]: () => sharedStrings[Symbol.dispose](),
  }
}

async function mainPart(parts: ZipParts): Promise<string> {
  if (!parts.has('_rels/.rels')) throw new BatchFileError('not_a_table')
  const links = await linksOf(parts, '')
  const main = [...links.values()].find((link) => link.kind === 'officeDocument')?.target
  if (main === undefined || !/\.xml$/i.test(main)) throw new BatchFileError('not_a_table')
  return main
}

/** What a part refers to, by id. */
async function linksOf(parts: ZipParts, part: string): Promise<ReadonlyMap<string, Link>> {
  const folder = posix.dirname(part)
  const links = new Map<string, Link>()
  const file = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  if (!parts.has(file)) return links
  await parts.tags(file, (name, { Id, Type = '', Target = '' }) => {
    if (name !== 'Relationship' || Id === undefined) return
    const target = targetPath(Target)
    links.set(Id, { kind: posix.basename(Type), target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target) })
  })
  return links
}

/** Targets are references: slashes may be escaped or turned. */
function targetPath(target: string): string {
  const turned = target.replaceAll('\\', '/')
  try {
    return decodeURIComponent(turned)
  } catch {
    return turned
  }
}

async function readMain(parts: ZipParts, main: string, links: ReadonlyMap<string, Link>): Promise<{ sheets: Sheet[]; date_shift: number }> {
  const sheets: Sheet[] = []
  let date_shift = 0
  let isWorkbook = false
  await parts.tags(main, (tag, attributes) => {
    if (tag === 'workbook') isWorkbook = true
    if (tag === 'workbookPr' && /^(?:1|true)$/.test(attributes.date1904 ?? '')) date_shift = shift1904
    if (tag !== 'sheet') return
    const id = Object.entries(attributes).find(([attribute]) => attribute.endsWith(':id'))?.[1] ?? ''
    const link = links.get(id)
    const { name = '', state = 'visible' } = attributes
    if (link?.kind === 'worksheet') sheets.push({ name, hidden: state !== 'visible', part: link.target })
  })
  if (!isWorkbook) throw new BatchFileError('not_a_table')
  return { sheets, date_shift }
}

async function fillSharedStrings(parts: ZipParts, part: string, sharedStrings: SharedStrings): Promise<void> {
  const text = new SheetText()
  let count = 0
  const events = {
    open: (name: string) => text.open(name),
    text: (piece: string) => text.add(piece),
    close: (name: string) => {
      text.close(name)
      if (name !== 'si') return
      if (++count > fileLimits.shared_texts) throw new BatchFileError('too_many_texts')
      sharedStrings.add(text.take())
    },
  }
  for await (const _ of readXml(await parts.stream(part), events));
}
