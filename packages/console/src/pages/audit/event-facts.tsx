import type { ReactNode } from 'react'
import { Facts } from '../../parts/facts.tsx'
import { Time } from '../../parts/time.tsx'
import { auditWords } from '../../words/audit.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './audit.module.css'

type Named = Readonly<Record<string, string>>

/** The values of an event by their names, in words where this page knows them. */
export function EventFacts({ facts, names }: { readonly facts: Readonly<Record<string, unknown>>; readonly names: Named }): ReactNode {
  const words = useWords(auditWords)
  const known: Named = words.facts
  const entries = Object.entries(facts)
  if (entries.length === 0) return <p>{words.nothing}</p>
  return (
    <Facts
      facts={entries.map(([name, value]) => ({
        name: Object.hasOwn(known, name) ? (known[name] ?? name) : name,
        value: <Value name={name} value={value} names={names} />,
      }))}
    />
  )
}

function Value({ name, value, names }: { readonly name: string; readonly value: unknown; readonly names: Named }): ReactNode {
  const words = useWords(auditWords)
  const { channels, expressions, consenters, proofs } = useWords(consentWords)
  const codes: Readonly<Record<string, Named>> = { channel: channels, expressed: expressions, agreed_by: consenters, proof: proofs }
  if (value === null || (Array.isArray(value) && value.length === 0)) return words.nothing
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number' && /(?:_time|_at|_before|^before)$/.test(name)) return <Time value={new Date(value * 1000).toISOString()} />
  if (typeof value === 'string') return <span className={styles.value}>{names[value] ?? codes[name]?.[value] ?? value}</span>
  if (typeof value === 'object') return <code className={styles.value}>{JSON.stringify(value)}</code>
  return String(value)
}
