import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnvelope } from './envelope.ts'
import { WebhookError } from './error.ts'

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const text = fc.string({ minLength: 1, unit: 'grapheme' })
const envelope = fc.record(
  {
    id: text,
    create_time: text,
    event_type: text,
    resource_type: text,
    summary: text,
    resource: fc.record(
      { algorithm: fc.constant('AEAD_AES_256_GCM'), ciphertext: text, nonce: text, associated_data: text, original_type: text },
      { requiredKeys: ['algorithm', 'ciphertext', 'nonce'] },
    ),
  },
  { requiredKeys: ['id', 'create_time', 'event_type', 'resource'] },
)

describe('parseEnvelope', () => {
  it('reads every envelope that has what is needed, whatever else it has', () => {
    fc.assert(
      fc.property(envelope, fc.dictionary(text, fc.jsonValue()), (given, more) => {
        const read = parseEnvelope(encode({ ...more, ...given }))
        expect({ id: read.id, create_time: read.create_time, event_type: read.event_type }).toEqual({
          id: given.id,
          create_time: given.create_time,
          event_type: given.event_type,
        })
        const { ciphertext, nonce, associated_data } = given.resource
        expect(read.resource).toEqual({ ciphertext, nonce, associated_data })
      }),
    )
  })

  it('answers any other bytes with its own error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.jsonValue().map(encode)), (bytes) => {
        try {
          parseEnvelope(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(WebhookError)
        }
      }),
      { numRuns: 500 },
    )
  })
})
