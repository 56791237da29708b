import { posix } from 'node:path'
import { BatchFileError } from './batch-file-error.ts'
import type { Table } from './raw-row.ts'
import { openSheetTable } from './sheet-table.ts'
import { SheetText } from './sheet-text.ts'
import { TextShelf } from './text-shelf.ts'
import { feed, localName, xmlParser, ZipParts } from './zip-parts.ts'

/** An XLSX file. */
export interface Workbook extends AsyncDisposable {
  /** Parts that hold a sheet, in the order in which people see them. */
  readonly sheets: readonly string[]
  open(sheet: string): Promise<Table>
}

interface Link {
  readonly kind: string
  readonly target: string
}

// Days between day 0 of the calendar that old Macs counted by and that of all others.
const shift1904 = 1462

/** Opens an XLSX file; throws `BatchFileError` for a ZIP that is none. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const parts = await ZipParts.open(path)
  const shelf = new TextShelf()
  const dispose = async () => {
    shelf[Symbol.dispose]()
    await parts[Symbol.asyncDispose]()
  }
  try {
    const main = await mainPart(parts)
    const links = await linksOf(parts, main)
    const { sheets, date_shift } = await readMain(parts, main, links)
    const styles = [...links.values()].find((link) => link.kind === 'styles')?.target
    const dates = styles === undefined ? new Set<number>() : await dateStyles(parts, styles)
    const shared = [...links.values()].find((link) => link.kind === 'sharedStrings')?.target
    let filled = shared === undefined
    return {
      sheets,
      async open(sheet) {
        if (!filled && shared !== undefined) await fillShelf(parts, shared, shelf)
        filled = true
        return openSheetTable(await parts.stream(sheet), { shelf, dates, date_shift })
      },
      [Symbol.asyncDispose]: dispose,
    }
  } catch (error) {
    await dispose()
    throw error
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
    const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
    links.set(Id, { kind: posix.basename(Type), target })
  })
  return links
}

async function readMain(
  parts: ZipParts,
  main: string,
  links: ReadonlyMap<string, Link>,
): Promise<{ sheets: string[]; date_shift: number }> {
  const sheets: string[] = []
  let date_shift = 0
  let isWorkbook = false
  await parts.tags(main, (name, attributes) => {
    if (name === 'workbook') isWorkbook = true
    if (name === 'workbookPr' && /^(?:1|true)$/.test(attributes.date1904 ?? '')) date_shift = shift1904
    if (name !== 'sheet') return
    const id = Object.entries(attributes).find(([attribute]) => attribute.endsWith(':id'))?.[1] ?? ''
    const link = links.get(id)
    if (link?.kind === 'worksheet') sheets.push(link.target)
  })
  if (!isWorkbook) throw new BatchFileError('not_a_table')
  return { sheets, date_shift }
}

/** Styles that show a number as a date, by their place in the list of cell styles. */
async function dateStyles(parts: ZipParts, part: string): Promise<ReadonlySet<number>> {
  const formats = new Set<number>()
  const dates = new Set<number>()
  let inCells = false
  let place = 0
  await parts.tags(part, (name, { numFmtId, formatCode }) => {
    const format = Number(numFmtId)
    if (name === 'numFmt' && isDateFormat(formatCode ?? '')) formats.add(format)
    if (name === 'cellXfs') inCells = true
    else if (name === 'cellStyles' || name === 'dxfs') inCells = false
    if (name !== 'xf' || !inCells) return
    if (formats.has(format) || isBuiltInDate(format)) dates.add(place)
    place++
  })
  return dates
}

function isBuiltInDate(format: number): boolean {
  return [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
  ].some(([from = 0, to = 0]) => format >= from && format <= to)
}

function isDateFormat(code: string): boolean {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}

async function fillShelf(parts: ZipParts, part: string, shelf: TextShelf): Promise<void> {
  const parser = xmlParser()
  const text = new SheetText()
  parser.on('opentag', (tag) => text.open(localName(tag.name)))
  parser.on('text', (piece) => text.add(piece))
  parser.on('cdata', (piece) => text.add(piece))
  parser.on('closetag', (tag) => {
    const name = localName(tag.name)
    text.close(name)
    if (name === 'si') shelf.add(text.take())
  })
  for await (const _ of feed(await parts.stream(part), parser));
}
