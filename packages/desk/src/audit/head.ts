import type { TreeRow } from '../store/audit-tables.ts'
import { type DeskKey, type PublicKeys, sign, verifySignature } from './desk-key.ts'

/**
 * What the signature of a tree's newest state covers. The frontier holds everything that the root is made of, so that an append needs
 * no root; a checkpoint is signed as a note of its own when it is made.
 */
function headMessage(desk_id: string, { tree, size, first_index, frontier, time, key_id }: Omit<TreeRow, 'signature'>): string {
  return `card-member audit head\n${desk_id}/${tree}\n${size}\n${first_index}\n${frontier}\n${time}\n${key_id}\n`
}

/** Signs the newest state of a tree. */
export function signedHead(row: TreeRow, desk_id: string, key: DeskKey): TreeRow {
  const next = { ...row, key_id: key.key_id }
  return { ...next, signature: sign(key, headMessage(desk_id, next)) }
}

/** Whether one of the desk's keys signed this state. */
export function isHeadSigned(row: TreeRow, desk_id: string, keys: PublicKeys): boolean {
  return verifySignature(keys, row.key_id, headMessage(desk_id, row), row.signature)
}

/** What tells one signed state from every other. */
export function headText(row: TreeRow): string {
  const { size, first_index, frontier, time, key_id, signature } = row
  return `${size} ${first_index} ${frontier} ${time} ${key_id} ${signature}`
}
