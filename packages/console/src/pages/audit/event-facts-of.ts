/** A card as events name it. */
export interface NamedCard {
  readonly card_hash: string
  readonly code_last4: string
}

/** What has a page of its own, beside cards and people. */
export type ThingKind = 'batch' | 'consent' | 'invalidation'

/** The names of facts that hold the id of such a thing, or several. */
export const thingKinds: Readonly<Record<string, ThingKind>> = {
  batch_id: 'batch',
  consent_id: 'consent',
  consent_ids: 'consent',
  invalidation_id: 'invalidation',
}

/** What the facts of an event name. */
export interface NamedFacts {
  readonly cards: readonly NamedCard[]
  readonly ids: readonly { readonly kind: ThingKind; readonly id: string }[]
  readonly batch_id: string | undefined
  readonly staff_id: string | undefined
  readonly name: string | undefined
  readonly tree: string | undefined
}

/** Finds what an event is about. Its facts may have been tampered with, so nothing is taken for granted. */
export function factsOf(facts: Readonly<Record<string, unknown>>): NamedFacts {
  const text = (name: string) => {
    const value = facts[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const found = Array.isArray(facts.found) ? facts.found : []
  return {
    cards: [facts, ...found].flatMap((value) => cardOf(value)),
    ids: Object.entries(thingKinds).flatMap(([name, kind]) => idsOf(facts[name]).map((id) => ({ kind, id }))),
    batch_id: text('batch_id'),
    staff_id: text('staff_id'),
    name: text('name'),
    tree: text('tree'),
  }
}

/** The ids that a fact holds: one, several, or none. */
export function idsOf(fact: unknown): string[] {
  return (Array.isArray(fact) ? fact : [fact]).filter((id): id is string => typeof id === 'string' && id !== '')
}

function cardOf(value: unknown): NamedCard[] {
  if (typeof value !== 'object' || value === null || !('card_hash' in value) || !('code_last4' in value)) return []
  const { card_hash, code_last4 } = value
  return typeof card_hash === 'string' && typeof code_last4 === 'string' ? [{ card_hash, code_last4 }] : []
}
