import { createHash } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import { evidenceLimit } from '../contract/files.ts'
import { type Actor, demand } from '../staff/actor.ts'
import { findEvidence, insertEvidence } from '../store/evidence.ts'
import { type Context, reading, secondsOf, write } from './context.ts'

/** A kept file, without its content. */
export interface EvidenceFacts {
  readonly sha256: string
  readonly media_type: string
  readonly size: number
}

const kinds: readonly (readonly [media_type: string, begin: Buffer, end: Buffer])[] = [
  ['application/pdf', Buffer.from('%PDF-'), Buffer.from('%%EOF')],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff]), Buffer.from([0xff, 0xd9])],
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('49454e44ae426082', 'hex')],
]
// Programs that write PDF may leave a little behind its end.
const tail = 1024

/** Keeps a file that shows a consent, by its content. What it is, its bytes say and not its name. */
export async function keepEvidence(context: Context, actor: Actor, brand_id: string, content: Uint8Array): Promise<EvidenceFacts> {
  demand(actor, 'record_consent', brand_id)
  if (content.length > evidenceLimit) throw new DeskError('evidence_large')
  const media_type = mediaTypeOf(content)
  if (media_type === undefined) throw new DeskError('evidence_kind')
  const sha256 = createHash('sha256').update(content).digest('hex')
  const facts = { sha256, media_type, size: content.length }
  const sealed = context.vault.encryptBytes(content, `evidence ${brand_id} ${sha256}`)
  await write(context, async (store) => {
    await insertEvidence(store, { brand_id, ...facts, content: sealed, time: secondsOf(context.clock), recorded_by: actor.staff_id })
    await context.auditLog.append(store, [{ brand_id, actor: actor.staff_id, action: 'evidence.keep', facts }])
  })
  return facts
}

/** Opens a stored file for an actor who may see personal data; the audit log records it. */
export async function openEvidence(context: Context, actor: Actor, brand_id: string, sha256: string): Promise<KeptEvidence> {
  demand(actor, 'reveal', brand_id)
  const kept = await readEvidence(context, brand_id, sha256)
  await context.auditLog.note([{ brand_id, actor: actor.staff_id, action: 'evidence.reveal', facts: { sha256 } }])
  return kept
}

/** A kept file with its content. */
export type KeptEvidence = EvidenceFacts & { readonly content: Uint8Array }

/** A kept file, its content checked against its hash. */
export async function readEvidence(context: Context, brand_id: string, sha256: string): Promise<KeptEvidence> {
  const row = await findEvidence(reading(context), brand_id, sha256)
  if (row === undefined) throw new DeskError('evidence_unknown', { field: 'sha256' })
  const content = context.vault.decryptBytes(row.content, `evidence ${brand_id} ${sha256}`)
  if (createHash('sha256').update(content).digest('hex') !== sha256) throw new Error(`evidence ${sha256} does not have its own content`)
  return { sha256, media_type: row.media_type, size: row.size, content }
}

function mediaTypeOf(content: Uint8Array): string | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const [media_type] =
    kinds.find(([, begin, end]) => bytes.subarray(0, begin.length).equals(begin) && bytes.subarray(-tail).includes(end)) ?? []
  return media_type
}
