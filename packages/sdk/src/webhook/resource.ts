import { runtime } from '#runtime'
import { compileSchema } from '../contract/compiled-schema.ts'
import { type EventKind, eventKind, events } from '../contract/event.ts'
import { mapSealed } from '../contract/sealed.ts'
import { SignatureError } from '../protocol/error.ts'
import type { PrivateKey } from '../protocol/runtime.ts'
import { open } from '../protocol/seal.ts'
import type { EventFacts, WebhookEvent } from './event.ts'

type Fields = Readonly<Record<string, unknown>>

/** Makes an event from an opened resource. */
export async function toEvent(
  facts: Omit<EventFacts, 'dedupe_keys'>,
  resource: Fields,
  private_key: PrivateKey | undefined,
): Promise<WebhookEvent> {
  const kind = eventKind(facts.event_type)
  const byId = `id:${facts.id}`
  if (kind === undefined) return { ...facts, kind: 'unknown', resource, missing: [], dedupe_keys: [byId] }
  const missing = missingFrom(kind, resource)
  if (missing.length > 0) return { ...facts, kind: 'unknown', resource, missing, dedupe_keys: [byId] }
  const byContent = await contentKey(kind, resource)
  const dedupe_keys = byContent === undefined ? [byId] : [byId, byContent]
  const opened = private_key ? await openSealed(kind, resource, private_key) : resource
  // The required fields are checked above; by their types all others may be missing.
  return { ...facts, kind, resource: opened, dedupe_keys } as unknown as WebhookEvent
}

// All other fields may be missing, or be of a kind yet unknown.
function missingFrom(kind: EventKind, resource: Fields): string[] {
  const { always, resource: schema } = events[kind]
  const { property } = compileSchema(schema)
  return always.filter((name) => typeof resource[name] !== (property.get(name)?.schema.type === 'integer' ? 'number' : 'string'))
}

// The creation time identifies a card, because its owner may delete it and take it again. The key is a digest, because keys are
// stored and must not contain an OpenID. A request for a balance may come any number of times.
async function contentKey(kind: EventKind, resource: Fields): Promise<string | undefined> {
  if (kind === 'SYNC_USER_POINT') return undefined
  const { record_id, brand_id, card_id, openid, user_card_code = '', create_time = '' } = resource
  const named = kind === 'POINT_EXCHANGE_COUPON' ? [brand_id, record_id] : [brand_id, card_id, openid, user_card_code, create_time]
  const digest = await runtime.sha256(new TextEncoder().encode(JSON.stringify([kind, ...named])))
  return `${kind}:${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

const shortestSealed = 344

// The official pages differ: a value inside the encrypted resource is plain text, or sealed again.
function openSealed(kind: EventKind, resource: Fields, key: PrivateKey): Promise<Fields> {
  return mapSealed(events[kind].resource, resource, async (text, pointer) => {
    if (text.length < shortestSealed) return text
    try {
      return await open(text, key, pointer)
    } catch (error) {
      if (error instanceof SignatureError) return text
      throw error
    }
  })
}
