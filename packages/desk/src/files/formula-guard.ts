// What a spreadsheet may take for a formula, full-width and small signs included. An apostrophe before it makes it text. A spreadsheet of
// another country cuts at other separators, quotation marks or not, so that a formula may begin behind each of them. Texts that have apostrophes
// there already get another one, so that taking one away gives back what was written.
const signs = '=+\\-@＝＋－＠﹦﹢﹣﹫−'
const risky = new RegExp(`^['"\\s]*[${signs}]|^'*[\\t\\r\\n]`)
const inside = new RegExp(`([;,\\t|\\r\\n，；])(?=['"\\s]*[${signs}])`, 'g')
const guarded = new RegExp(`([;,\\t|\\r\\n，；])'(?=['"\\s]*[${signs}])`, 'g')

/** Makes a text harmless in a CSV file that a spreadsheet opens, whatever separator it cuts at. */
export function guardFormula(text: string): string {
  const within = text.replace(inside, "$1'")
  return risky.test(text) ? `'${within}` : within
}

/** What a guarded text was; any other text is itself. */
export function unguardFormula(text: string): string {
  const within = text.replace(guarded, '$1')
  return within.charCodeAt(0) === 39 && risky.test(within) ? within.slice(1) : within
}
