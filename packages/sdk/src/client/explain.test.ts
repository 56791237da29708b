import { describe, expect, it } from 'vitest'
import { requestMessage } from '../protocol/message.ts'
import { explainSignError } from './explain.ts'

const parts = { method: 'POST', target: '/v3/cards?brand_id=1004', timestamp: '1756951532', nonce: 'NONCE' }
const message = requestMessage({ ...parts, body: Buffer.from('{"amount":1}') })
const text = 'POST\n/v3/cards?brand_id=1004\n1756951532\nNONCE\n{"amount\n'
const information = { method: 'POST', url: parts.target, truncated_sign_message: text, sign_message_length: message.length }
const nested = (change: object) => ({ detail: { issue: 'sign not match' }, sign_information: { ...information, ...change } })

describe('explainSignError', () => {
  it.each([
    ['method', text.replace('POST', 'PUT'), 'The method differs: the platform received "PUT", we signed "POST".'],
    [
      'url',
      text.replace('=1004', '=1005'),
      'The url differs: the platform received "/v3/cards?brand_id=1005", we signed "/v3/cards?brand_id=1004".',
    ],
    ['timestamp', text.replace('1756951532', '1'), 'The timestamp differs: the platform received "1", we signed "1756951532".'],
    ['nonce', text.replace('NONCE', 'OTHER'), 'The nonce differs: the platform received "OTHER", we signed "NONCE".'],
    ['body', text.replace('{"amount', '{ "amoun'), 'The body differs: the platform received "{ \\"amoun", we signed "{\\"amount".'],
    ['body that is gone', text.replace('{"amount', ''), 'The body differs: the platform received "", we signed "{\\"amount".'],
  ])('finds a different %s', (_what, truncated_sign_message, expected) => {
    expect(explainSignError(nested({ truncated_sign_message }), message)?.en).toBe(`${expected} The request was changed on its way.`)
  })

  it('finds a different length', () => {
    const found = explainSignError(nested({ sign_message_length: 349 }), message)
    expect(found?.en).toContain(`The length differs: the platform received "349", we signed "${message.length}".`)
    expect(found?.['zh-CN']).toContain(`待签名串长度不一致：平台收到 "349"，本地签名 "${message.length}"。`)
  })

  it('blames the key when both strings are the same', () => {
    const sameKey = 'The signed strings are the same, so the private key does not belong to serial_no.'
    expect(explainSignError(nested({}), message)?.en).toBe(sameKey)
    expect(explainSignError({ detail: { sign_information: information } }, message)?.en).toBe(sameKey)
  })

  it('compares an empty body, and one cut within a character', () => {
    const empty = requestMessage({ ...parts, body: new Uint8Array() })
    const shown = { truncated_sign_message: text.replace('{"amount', ''), sign_message_length: empty.length }
    expect(explainSignError(nested(shown), empty)?.en).toContain('The signed strings are the same')
    const chinese = requestMessage({ ...parts, body: Buffer.from('{"a":"会员"}') })
    const cut = { truncated_sign_message: text.replace('{"amount', '{"a":"\ufffd'), sign_message_length: chinese.length }
    expect(explainSignError(nested(cut), chinese)?.en).toContain('The signed strings are the same')
  })

  it('compares method and url when there is no string', () => {
    const bare = { sign_information: { method: 'POST', url: '/other' } }
    expect(explainSignError(bare, message)?.en).toContain('The url differs: the platform received "/other"')
  })

  it('says nothing without the string of the platform', () => {
    for (const detail of [undefined, null, 'no', {}, { sign_information: 'x' }, { detail: 1 }])
      expect(explainSignError(detail, message)).toBeUndefined()
  })

  it('shows no more than 300 characters of a line', () => {
    const found = explainSignError(nested({ truncated_sign_message: `${'P'.repeat(10_000)}\n` }), message)
    expect(found?.en.length).toBeLessThan(450)
  })
})
