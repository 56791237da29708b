import type { AuditLogRow } from '../store/audit-tables.ts'
import { findLog, setHost } from '../store/audit-trees.ts'
import type { Store } from '../store/store.ts'
import { deskTree } from './entry.ts'
import { AuditError } from './finding-kind.ts'

/** The host in origins of a desk that has no public address. */
const localHost = 'card-member.local'

/** The origin of a tree: it names the tree to everybody, and the key that signs its checkpoints. */
export function originOf({ desk_id, host }: AuditLogRow, tree: string): string {
  return `${host ?? localHost}/${desk_id}/${tree}`
}

/**
 * The log with the host of its origins. One that has none gets it here, for good: witnesses know a tree by its origin.
 *
 * @throws {AuditError} log_missing
 */
export async function namedLog(store: Store): Promise<AuditLogRow> {
  const log = await findLog(store)
  if (log === undefined) throw new AuditError('log_missing', { tree: deskTree })
  if (log.host !== null) return log
  await setHost(store, localHost)
  return { ...log, host: localHost }
}

/**
 * Sets the host from the address that browsers use, unless a checkpoint was made before. An address of the machine itself names nothing
 * to others, and commands have one by default.
 */
export async function nameLog(store: Store, public_url: string): Promise<void> {
  const { host, hostname } = new URL(public_url)
  if (/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)) return
  const log = await findLog(store)
  if (log?.host === null) await setHost(store, host)
}
