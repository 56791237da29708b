import type { Fact } from './event.ts'

/** Canonical JSON, after RFC 8785: names in the order of their code units, no spaces. */
export function canonical(fact: Fact): string {
  if (typeof fact !== 'object' || fact === null) return JSON.stringify(fact)
  if (isList(fact)) return `[${fact.map(canonical).join(',')}]`
  let members = ''
  // Once for each event: pairs and closures would take as long as all else here.
  for (const name of Object.keys(fact).sort()) {
    const value = fact[name]
    if (value !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonical(value)}`
  }
  return `{${members}}`
}

function isList(fact: Fact): fact is readonly Fact[] {
  return Array.isArray(fact)
}
