// What a spreadsheet may take for a formula, full-width signs included. An apostrophe before it makes it text. Texts that
// begin with apostrophes and then such a sign get another one, so that taking one away gives back what was written.
const risky = /^['\s]*[=+\-@＝＋－＠]|^'*[\t\r\n]/

/** Makes a text harmless in a CSV file that a spreadsheet opens. */
export function guardFormula(text: string): string {
  return risky.test(text) ? `'${text}` : text
}

/** What a guarded text was; any other text is itself. */
export function unguardFormula(text: string): string {
  return text.charCodeAt(0) === 39 && risky.test(text) ? text.slice(1) : text
}
