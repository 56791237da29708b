const special = /[&<>"']/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML cannot hold.
const unfit = /[\x00-\x1f\uFFFE\uFFFF]|_x[0-9A-Fa-f]{4}_/

/** A text inside of markup, an attribute included. */
export function escapeMarkup(text: string): string {
  if (!special.test(text)) return text
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A text inside of a cell of a workbook: what XML cannot hold, and what looks as if it stood for that, is written as `_x000D_`. */
export function escapeXml(text: string): string {
  const whole = text.toWellFormed()
  if (!unfit.test(whole)) return escapeMarkup(whole)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML cannot hold.
  const escaped = whole.replace(/[\x00-\x1f\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/g, (character) => {
    return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
  })
  return escapeMarkup(escaped)
}
