import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A fenced block of a page. */
export interface Block {
  /** Where it begins, such as `README.md:35`. */
  readonly place: string
  /** The heading it belongs to. */
  readonly heading: string
  readonly language: string
  readonly code: string
  /** The file that the text before it names, as in "Save it as `first.ts`:". */
  readonly file: string | undefined
  /** What the page shows as its output. */
  readonly output: string | undefined
}

const root = new URL('../../../', import.meta.url)

/** A file of the repository. */
export function pathOf(name: string): string {
  return fileURLToPath(new URL(name, root))
}

/** The text of a file of the repository. */
export function textOf(name: string): string {
  return readFileSync(pathOf(name), 'utf8')
}

/** Every page that guides a reader. */
export const pages = globSync(['README*.md', 'docs/*.md', 'packages/*/README*.md'], { cwd: pathOf('.') }).toSorted()

/** The page in Chinese that belongs to a page in English; the page itself when there is none. */
export function chinese(page: string): string {
  const name = page.replace('.md', '.zh-CN.md')
  return pages.includes(name) ? name : page
}

/** Every fenced block of a page, in order. A block of `text` belongs to the block before it: it is what that one prints. */
export function blocksOf(page: string): Block[] {
  const text = textOf(page)
  const blocks: Block[] = []
  let heading = ''
  let end = 0
  for (const match of text.matchAll(/^#+ (.*)$|^```(.*)\n([\s\S]*?)^```$/gm)) {
    const [whole, title, language = '', code = ''] = match
    const before = text.slice(end, match.index).trimEnd()
    end = match.index + whole.length
    if (title !== undefined) {
      heading = title
      continue
    }
    const last = blocks.at(-1)
    const place = `${page}:${text.slice(0, match.index).split('\n').length}`
    if (language === 'text' && last !== undefined) blocks.splice(-1, 1, { ...last, output: code })
    else blocks.push({ place, heading, language, code, file: fileNamed(before), output: undefined })
  }
  return blocks
}

// "Save it as `data/first.ts`:", in the line right before the block.
function fileNamed(before: string): string | undefined {
  return /`([\w./-]+\.\w+)`[^`\n]*[:：]$/.exec(before)?.[1]
}
