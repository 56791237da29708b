import { escapeMarkup } from '../files/xml-text.ts'

/** HTML in which every text is escaped. */
export class Markup {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

/** What can stand in a template: a text, which is escaped, or markup, or nothing. */
export type Part = string | number | Markup | readonly Markup[] | undefined

/** Writes HTML: every text in it is escaped, whether between tags or in a quoted attribute. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((html, string, index) => `${html}${written(parts[index - 1])}${string}`))
}

function written(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Markup) return part.html
  return Array.isArray(part) ? part.map(({ html }) => html).join('') : escapeMarkup(String(part))
}
