import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A fenced block of a Markdown file. */
export interface Example {
  /** The heading it stands under. */
  readonly heading: string
  readonly language: string
  readonly code: string
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

/** Every fenced block of a Markdown file of the repository, in order. */
export function examplesOf(name: string): Example[] {
  const examples: Example[] = []
  let heading = ''
  for (const [, title, language, code] of textOf(name).matchAll(/^#+ (.*)$|^```(\w+)\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) heading = title
    else if (language !== undefined && code !== undefined) examples.push({ heading, language, code })
  }
  return examples
}
