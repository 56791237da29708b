/** A card as events name it. */
export interface NamedCard {
  readonly card_hash: string
  readonly code_last4: string
}

/** What the facts of an event name. */
export interface NamedFacts {
  readonly cards: readonly NamedCard[]
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
    batch_id: text('batch_id'),
    staff_id: text('staff_id'),
    name: text('name'),
    tree: text('tree'),
  }
}

function cardOf(value: unknown): NamedCard[] {
  if (typeof value !== 'object' || value === null || !('card_hash' in value) || !('code_last4' in value)) return []
  const { card_hash, code_last4 } = value
  return typeof card_hash === 'string' && typeof code_last4 === 'string' ? [{ card_hash, code_last4 }] : []
}
