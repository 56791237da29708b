import type { ZipParts } from './zip-parts.ts'

/** How cells show their numbers, by the place of their style. */
export interface CellStyles {
  /** Styles that show a number as a date. */
  readonly dates: ReadonlySet<number>
  /** Styles that show a number with zeros before it, and to how many digits. */
  readonly zeros: ReadonlyMap<number, number>
}

const mostDigits = 32

/** Reads the styles of a workbook. */
export async function readStyles(parts: ZipParts, part: string): Promise<CellStyles> {
  const formats = new Map<number, string>()
  const dates = new Set<number>()
  const zeros = new Map<number, number>()
  let inCells = false
  let place = 0
  await parts.tags(part, (name, { numFmtId, formatCode }) => {
    const format = Number(numFmtId)
    if (name === 'numFmt') formats.set(format, formatCode ?? '')
    if (name === 'cellXfs') inCells = true
    else if (name === 'cellStyles' || name === 'dxfs') inCells = false
    if (name !== 'xf' || !inCells) return
    const code = formats.get(format)
    if (code === undefined ? isBuiltInDate(format) : isDateFormat(code)) dates.add(place)
    if (code !== undefined && /^0{2,}$/.test(code) && code.length <= mostDigits) zeros.set(place, code.length)
    place++
  })
  return { dates, zeros }
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
