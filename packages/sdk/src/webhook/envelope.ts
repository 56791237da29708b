import { isRecord } from '../contract/check.ts'
import type { AeadResource } from '../protocol/aead.ts'
import { text } from '../text.ts'
import { WebhookError } from './error.ts'

/** A notification's envelope, read from verified bytes. */
export interface ReadEnvelope {
  readonly id: string
  readonly create_time: string
  readonly event_type: string
  readonly resource_type: string | undefined
  readonly summary: string | undefined
  readonly original_type: string | undefined
  readonly resource: Omit<AeadResource, 'algorithm'>
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads an envelope. Only the fields that receiving needs are required; all others may be missing or new, so that no event is
 * lost.
 *
 * @throws {WebhookError} ENVELOPE_MALFORMED, ALGORITHM_UNSUPPORTED
 */
export function parseEnvelope(body: Uint8Array, request_id?: string): ReadEnvelope {
  const value = parse(body)
  const malformed = (zh: string, en: string) => new WebhookError('ENVELOPE_MALFORMED', text({ zh, en }), { request_id })
  if (!isRecord(value)) throw malformed('不是 JSON 对象', 'it is no JSON object')
  const { resource } = value
  if (!isRecord(resource)) throw malformed('resource 不是对象', 'resource is no object')
  const member = (fields: Readonly<Record<string, unknown>>, name: string) => {
    const found = fields[name]
    if (typeof found !== 'string' || found === '') throw malformed(`${name} 不是文本`, `${name} is no text`)
    return found
  }
  const algorithm = member(resource, 'algorithm')
  if (algorithm !== 'AEAD_AES_256_GCM') throw new WebhookError('ALGORITHM_UNSUPPORTED', algorithm.slice(0, 64), { request_id })
  return {
    id: member(value, 'id'),
    create_time: member(value, 'create_time'),
    event_type: member(value, 'event_type'),
    resource_type: optional(value.resource_type),
    summary: optional(value.summary),
    original_type: optional(resource.original_type),
    resource: {
      ciphertext: member(resource, 'ciphertext'),
      nonce: member(resource, 'nonce'),
      associated_data: optional(resource.associated_data),
    },
  }
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Parses JSON bytes; `undefined` when they are not JSON. */
export function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch {
    return undefined
  }
}
