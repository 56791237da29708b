import { createHash } from 'node:crypto'
import { type Envelope, eventPrefixes, events, formatTime } from '@card-member/sdk/contract'
import { sealResource } from '@card-member/sdk/protocol'
import type { OutboxRow } from '../store/outbox.ts'
import type { Principal } from '../tenants/principal.ts'

const encoder = new TextEncoder()

/** The decrypted resource, and what encrypts it. */
export interface EnvelopeInput {
  /** JSON of the resource. */
  readonly resource: string
  readonly kind: Principal['kind']
  readonly apiv3_key: Uint8Array<ArrayBuffer>
}

/** The bytes of a notification; the same at every attempt with the same key. */
export async function writeEnvelope(row: OutboxRow, { resource, kind, apiv3_key }: EnvelopeInput): Promise<Uint8Array<ArrayBuffer>> {
  const { original_type, summary } = events[row.event]
  const prefix = kind === 'brand' ? eventPrefixes.brand : eventPrefixes.partner
  const sealed = await sealResource(encoder.encode(resource), apiv3_key, nonceOf(row.id), original_type)
  const { algorithm, ciphertext, associated_data, nonce } = sealed
  const envelope: Envelope = {
    id: row.id,
    create_time: formatTime(row.create_time),
    event_type: prefix + row.event,
    resource_type: 'encrypt-resource',
    summary,
    resource: { original_type, algorithm, ciphertext, ...(associated_data === undefined ? {} : { associated_data }), nonce },
  }
  return encoder.encode(JSON.stringify(envelope))
}

// Derived from the id, whose content never changes: a nonce is never used for different content.
function nonceOf(id: string): string {
  return createHash('sha256').update(id).digest().toString('base64url', 0, 9)
}
