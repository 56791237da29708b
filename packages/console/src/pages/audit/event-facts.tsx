import type { ReactNode } from 'react'
import { Facts } from '../../parts/facts.tsx'
import { Time } from '../../parts/time.tsx'
import { auditWords } from '../../words/audit.ts'
import { consentWords } from '../../words/consents.ts'
import { invalidateWords } from '../../words/invalidate.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './audit.module.css'
import { idsOf, thingKinds } from './event-facts-of.ts'
import { ThingLink } from './thing-link.tsx'

type Named = Readonly<Record<string, string>>

interface EventFactsProps {
  readonly tree: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly names: Named
}

/** The values of an event by their names, in words where this page knows them. */
export function EventFacts({ tree, facts, names }: EventFactsProps): ReactNode {
  const words = useWords(auditWords)
  const known: Named = words.facts
  const entries = Object.entries(facts)
  if (entries.length === 0) return <p>{words.nothing}</p>
  return (
    <Facts
      facts={entries.map(([name, value]) => ({
        name: Object.hasOwn(known, name) ? (known[name] ?? name) : name,
        value: <Value name={name} value={value} names={names} tree={tree} />,
      }))}
    />
  )
}

interface ValueProps extends Omit<EventFactsProps, 'facts'> {
  readonly name: string
  readonly value: unknown
}

function Value({ tree, name, value, names }: ValueProps): ReactNode {
  const words = useWords(auditWords)
  const { channels, expressions, consenters, proofs } = useWords(consentWords)
  const { states, detail } = useWords(invalidateWords)
  const codes: Readonly<Record<string, Named>> = {
    channel: channels,
    expressed: expressions,
    agreed_by: consenters,
    proof: { ...proofs, ...detail.proofs },
    state: states,
  }
  if (value === null || (Array.isArray(value) && value.length === 0)) return words.nothing
  const kind = Object.hasOwn(thingKinds, name) ? thingKinds[name] : undefined
  if (kind !== undefined)
    return idsOf(value).map((id) => (
      <div key={id} className={styles.value}>
        <ThingLink kind={kind} id={id} brand_id={tree} />
      </div>
    ))
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number' && /(?:_time|_at|_before|^before)$/.test(name)) return <Time value={new Date(value * 1000).toISOString()} />
  if (typeof value === 'string' && name.endsWith('_time') && !Number.isNaN(Date.parse(value))) return <Time value={value} />
  if (typeof value === 'string') return <span className={styles.value}>{names[value] ?? codes[name]?.[value] ?? value}</span>
  if (typeof value === 'object') return <code className={styles.value}>{JSON.stringify(value)}</code>
  return String(value)
}
