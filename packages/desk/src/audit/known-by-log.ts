import { isRecord } from '@card-member/sdk/contract'
import { type DatabaseKey, rememberedKeys } from '@card-member/service/database'
import { knownByLog } from '../store/audit-events.ts'
import { listTrees } from '../store/audit-reading.ts'
import type { Store } from '../store/store.ts'
import { deskTree } from './entry.ts'
import type { AuditEvent } from './event.ts'
import { AuditError, type FindingKind, type FindingLocation } from './finding-kind.ts'

/** The event that names a key of the database in the desk's own tree. */
export function keyEvent({ purpose, key_id, fingerprint }: DatabaseKey): AuditEvent {
  return { brand_id: '', actor: 'desk', action: 'audit.key', facts: { purpose, key_id, fingerprint } }
}

type Unknown = FindingLocation & { readonly kind: FindingKind }

/** Keys that the database remembers and the desk's own tree does not name. A database whose log was deleted still has its keys. */
export async function keysUnknownToLog(store: Store): Promise<Unknown[]> {
  return unknownKeys(store, (await readKnown(store)).keys)
}

/**
 * What the database has and the desk's own tree does not name, or the other way round: keys and trees.
 */
async function unknownToLog(store: Store): Promise<Unknown[]> {
  const trees = await listTrees(store)
  if (!trees.has(deskTree)) return [{ kind: 'log_missing', tree: deskTree }]
  const { keys, named } = await readKnown(store)
  return [
    ...(await unknownKeys(store, keys)),
    ...[...trees.keys()].filter((tree) => tree !== deskTree && !named.has(tree)).map((tree) => ({ kind: 'tree_unknown', tree }) as const),
    ...[...named].filter((tree) => !trees.has(tree)).map((tree) => ({ kind: 'tree_missing', tree }) as const),
  ]
}

/**
 * Makes sure that the log of a database knows its keys and trees.
 *
 * @throws {AuditError} log_missing, key_unknown, tree_unknown, tree_missing: the database was restored in part, or the log was deleted
 */
export async function expectKnownToLog(store: Store): Promise<void> {
  const [first] = await unknownToLog(store)
  if (first === undefined) return
  const { kind, ...location } = first
  throw new AuditError(kind, location)
}

async function unknownKeys(store: Store, keys: ReadonlySet<string>): Promise<Unknown[]> {
  const unknown = (await rememberedKeys(store)).filter((key) => !keys.has(textOf(key)))
  return unknown.map(({ purpose, key_id }) => ({ kind: 'key_unknown', tree: deskTree, subject: `${purpose} ${key_id}` }))
}

async function readKnown(store: Store): Promise<{ readonly keys: ReadonlySet<string>; readonly named: ReadonlySet<string> }> {
  const [keys, named] = [new Set<string>(), new Set<string>()]
  for (const { action, facts } of await knownByLog(store)) {
    const value = readFacts(facts)
    if (action === 'audit.tree') named.add(String(value.tree))
    else keys.add(textOf(value))
  }
  return { keys, named }
}

function textOf({ purpose, key_id, fingerprint }: Readonly<Record<string, unknown>> | DatabaseKey): string {
  return `${purpose} ${key_id} ${fingerprint}`
}

// What was tampered with is found by the verification.
function readFacts(facts: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(facts)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
