import { type Grant, isRole } from '@card-member/desk/contract'

/** What a change would do, as the desk tells it: its form depends on the kind of the change. */
export type ChangeValue = Readonly<Record<string, unknown>>

/** The roles that somebody has then. */
export function grantsIn({ grants }: ChangeValue): Grant[] {
  if (!Array.isArray(grants)) return []
  return grants.flatMap((grant: unknown) => {
    if (typeof grant !== 'object' || grant === null || !('brand_id' in grant) || !('role' in grant)) return []
    const role = String(grant.role)
    return isRole(role) ? [{ brand_id: String(grant.brand_id), role }] : []
  })
}

/** A text of it; empty when it has none. */
export function textIn(value: ChangeValue, name: string): string {
  const found = value[name]
  return typeof found === 'string' ? found : ''
}

/** The settings that a change sets: what each was, and what it becomes. */
export function changedSettings(value: ChangeValue, before: ChangeValue): { name: string; before: unknown; after: unknown }[] {
  const had = new Map(settingsIn(before))
  return settingsIn(value).map(([name, after]) => ({ name, before: had.get(name), after }))
}

function settingsIn({ change }: ChangeValue): [string, unknown][] {
  return typeof change === 'object' && change !== null ? Object.entries(change) : []
}
