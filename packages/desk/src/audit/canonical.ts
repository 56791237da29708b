import type { Fact } from './event.ts'

/** Canonical JSON, after RFC 8785: names in the order of their code units, no spaces. */
export function canonical(fact: Fact): string {
  if (typeof fact !== 'object' || fact === null) return JSON.stringify(fact)
  if (isList(fact)) return `[${fact.map(canonical).join(',')}]`
  const names = Object.entries(fact).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${names.map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`).join(',')}}`
}

function isList(fact: Fact): fact is readonly Fact[] {
  return Array.isArray(fact)
}
