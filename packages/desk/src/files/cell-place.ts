/** The place of a cell by its name: `B3` is column 1 of line 3. A part that is missing or wrong gives -1 or 0. */
export function cellPlace(name: string): { line: number; column: number } {
  let column = 0
  let at = 0
  for (; at < name.length; at++) {
    const code = name.charCodeAt(at) & ~32
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return { line: Number(name.slice(at)), column: column - 1 }
}
