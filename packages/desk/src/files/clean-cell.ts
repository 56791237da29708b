// What programs put around a code so that Excel leaves it alone, and what comes along when people copy one.
const plain = /^[0-9A-Za-z_-]*$/
const edges = /^[\s\p{Cf}\p{Cc}\p{DI}]+|[\s\p{Cf}\p{Cc}\p{DI}]+$/gu
const wrappers = [
  /^=\s*"([^"]*)"$/u,
  /^=\s*T\(\s*"([^"]*)"\s*\)$/iu,
  /^=\s*TEXT\(\s*"?([^",]*)"?\s*,\s*"[0@]"\s*\)$/iu,
  /^(?:"(.*)"|“(.*)”|‘(.*)’|＂(.*)＂|「(.*)」|`(.*)`)$/u,
  /^['’‘＇`´ʼ′](.*?)['’‘＇´ʼ′]?$/u,
]

/** A code, time or channel without the marks that programs put around it. */
export function cleanCell(text: string): string {
  if (plain.test(text)) return text
  for (let inner = halfWidth(text).replaceAll(edges, ''); ; ) {
    const found = wrappers.map((wrapper) => wrapper.exec(inner)).find((match) => match !== null)
    if (!found) return inner
    inner = (found.slice(1).find((group) => group !== undefined) ?? '').replaceAll(edges, '')
  }
}

/** Letters, digits and signs of the width of Chinese ones, as Chinese keyboards write them, in the usual width. */
export function halfWidth(text: string): string {
  return text.replaceAll(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}
