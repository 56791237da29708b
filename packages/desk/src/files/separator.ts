import { nameOf } from './header.ts'

/** What is between cells. */
export type Separator = (typeof separators)[number]

const separators = [',', ';', '\t', '|', '，', '；'] as const
// Excel takes the separator from such a first line and does not show it.
const declared = /^\uFEFF?"?sep=(.)"?(?:\r\n|\r|\n|$)/i
const columnsLooked = 200

/** How the lines of a CSV file are cut. */
export interface Cut {
  readonly separator: Separator
  /** The first line names the separator and is no row. */
  readonly declared: boolean
}

/** Tells how a file is cut: as its first line says, or so that its head names the most columns that mean something here. */
export function cutOf(text: string): Cut {
  const found = declared.exec(text)
  const named = separators.find((separator) => separator === found?.[1])
  const head = text.slice(found?.[0].length ?? 0)
  if (named !== undefined) return { separator: named, declared: true }
  const first = head.replace(/^(?:[\s;,|，；]*(?:\r\n|\r|\n))+/, '')
  const score = (separator: Separator) => {
    const cells = firstCells(first, separator)
    return cells.filter((cell) => nameOf(cell) !== undefined).length * columnsLooked + Math.min(cells.length, columnsLooked - 1)
  }
  return { separator: separators.reduce((a, b) => (score(b) > score(a) ? b : a)), declared: found !== null }
}

/** The cells of the first record; a line break inside of quotation marks does not end it. */
function firstCells(text: string, separator: Separator): string[] {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (!quoted && (character === '\n' || character === '\r')) break
    else if (!quoted && character === separator) {
      cells.push(cell)
      cell = ''
    } else cell += character
    if (cells.length > columnsLooked) break
  }
  return [...cells, cell]
}
