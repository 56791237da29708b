import type { Finding } from './finding.ts'

const mark = '…'

/** Takes out of findings what somebody wrote into a field for a file name though it is a key: findings are shown and sent on. */
export function hideMisplaced(findings: readonly Finding[], fields: Readonly<Record<string, unknown>>): Finding[] {
  const secrets = Object.entries(fields)
    .filter(([name]) => name.endsWith('_file') || name.endsWith('_files'))
    .flatMap(([, value]): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value === 'string')
    .filter(isNoPath)
  if (secrets.length === 0) return [...findings]
  const hidden = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, mark), text)
  return findings.map(({ words, values, ...finding }) => ({
    ...finding,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? hidden(value) : value])),
    words: { 'zh-CN': hidden(words['zh-CN']), en: hidden(words.en) },
  }))
}

// A PEM has lines, and an APIv3 key is 32 characters without the dot and the slash that a path to a key has.
function isNoPath(value: string): boolean {
  return value.includes('-----') || /[\r\n]/.test(value) || /^[0-9A-Za-z+=_-]{32,}$/.test(value)
}
