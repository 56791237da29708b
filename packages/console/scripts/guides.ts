import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Marked, type Token, type Tokens } from 'marked'

/** The guides that the desk serves beside its page, by the names of their files. */
const guides = ['first-steps', 'desk-operators', 'desk-administrators', 'rehearsal'] as const
/** What the guides are called in the line that leads from one to the other: on a phone their titles would fill the screen. */
const shortNames = {
  'first-steps': { 'zh-CN': '第一步', en: 'First steps' },
  'desk-operators': { 'zh-CN': '操作', en: 'Operators' },
  'desk-administrators': { 'zh-CN': '管理', en: 'Administrators' },
  rehearsal: { 'zh-CN': '演练', en: 'Rehearsal' },
} as const
const languages = [
  { language: 'zh-CN', suffix: '.zh-CN', other: { suffix: '', language: 'en', name: 'English' } },
  { language: 'en', suffix: '', other: { suffix: '.zh-CN', language: 'zh-CN', name: '中文' } },
] as const

/**
 * Writes the guides as pages of plain HTML, in which nothing runs. A section has the anchor of its English heading in both languages, so
 * that a page of the console leads to the same section in either.
 *
 * @param docs the folder of the guides
 * @param into the folder of the pages
 */
export function writeGuides(docs: string, into: string): void {
  mkdirSync(into, { recursive: true })
  cpSync(join(docs, 'images'), join(into, 'images'), { recursive: true })
  copyFileSync(new URL('../guide/guide.css', import.meta.url), join(into, 'guide.css'))
  for (const { language, suffix, other } of languages) {
    const all = new Map(guides.map((name) => [`${name}${suffix}.md`, readGuide(docs, name, suffix)]))
    for (const guide of all.values()) {
      const nav = [...all.values()].map(({ file, name }) => {
        const current = file === guide.file ? ' aria-current="page"' : ''
        return `<a href="${file}"${current}>${shortNames[name][language]}</a>`
      })
      nav.push(`<a href="${guide.name}${other.suffix}.html" hreflang="${other.language}">${other.name}</a>`)
      writeFileSync(
        join(into, guide.file),
        `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escaped(guide.title)}</title><link rel="stylesheet" href="guide.css"></head>
<body><nav>${nav.join('')}</nav><main>
${htmlOf(guide, all)}</main></body>
</html>
`,
      )
    }
  }
}

/** A guide in one language. */
interface Guide {
  readonly name: (typeof guides)[number]
  /** Of its page. */
  readonly file: string
  readonly title: string
  readonly markdown: string
  /** The anchors of its headings as its links have them, each with the one that its page has. */
  readonly anchors: ReadonlyMap<string, string>
}

function readGuide(docs: string, name: Guide['name'], suffix: string): Guide {
  const markdown = onItsPage(readFileSync(join(docs, `${name}${suffix}.md`), 'utf8'))
  const headings = headingsOf(markdown)
  const own = anchorsOf(headings)
  const english = anchorsOf(headingsOf(readFileSync(join(docs, `${name}.md`), 'utf8')))
  const shared = english.length === own.length ? english : own
  const anchors = new Map(own.map((anchor, index) => [anchor, shared[index] ?? anchor]))
  return { name, file: `${name}${suffix}.html`, title: headings[0] ?? name, markdown, anchors }
}

/** Without the link to the other language, which is above each page, and without the space that the end of a Chinese line would become. */
function onItsPage(markdown: string): string {
  return markdown
    .replace(/^\[(?:English|中文)\]\(\S+\)\n+/m, '')
    .split(/(^```.*?^```$)/ms)
    .map((part) =>
      part.startsWith('```') ? part : part.replace(/(?<=[\p{Script=Han}，。；：、）”])\n *(?=[\p{Script=Han}（“[]|\*\*)/gu, ''),
    )
    .join('')
}

function headingsOf(markdown: string): string[] {
  const headings = new Marked().lexer(markdown).filter((token: Token): token is Tokens.Heading => token.type === 'heading')
  return headings.map(({ text }) => text)
}

/** As other places that show these files make them: lower case, hyphens for spaces, no punctuation. */
function anchorsOf(headings: readonly string[]): string[] {
  const used = new Map<string, number>()
  return headings.map((text) => {
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
    const before = used.get(anchor) ?? 0
    used.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
}

function htmlOf(guide: Guide, all: ReadonlyMap<string, Guide>): string {
  const ids = guide.anchors.values()
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        return `<h${depth} id="${ids.next().value ?? ''}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }) {
        const target = targetOf(href, guide, all)
        const text = this.parser.parseInline(tokens)
        return target === undefined ? text : `<a href="${escaped(target)}">${text}</a>`
      },
      table(token) {
        // A table that is wider than a phone scrolls by itself.
        const cells = (row: readonly Tokens.TableCell[], tag: 'th' | 'td') =>
          row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')
        const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')
        return `<div class="wide"><table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${rows}</tbody></table></div>\n`
      },
    },
  })
  return marked.parse(guide.markdown, { async: false })
}

/** Where a link of a guide leads among its pages; undefined for what the desk does not serve. */
function targetOf(href: string, guide: Guide, all: ReadonlyMap<string, Guide>): string | undefined {
  if (href.startsWith('https:')) return href
  const [path = '', anchor] = href.split('#')
  const target = path === '' ? guide : all.get(path)
  if (target === undefined) return undefined
  const place = anchor === undefined ? '' : `#${target.anchors.get(decodeURIComponent(anchor)) ?? anchor}`
  return `${path === '' ? '' : target.file}${place}`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
