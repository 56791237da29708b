import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vectorKey } from '../../../../vectors/read.ts'
import { check } from '../contract/check.ts'
import { contract, operations } from '../contract/contract.ts'
import { encodeSegment, gather, place, readQuery } from '../contract/place.ts'
import { CredentialError, formatAuthorization, parseAuthorization, readCertificate, readPrivateKey, readPublicKey } from './index.ts'

const value = fc.stringMatching(/^[!#-[\]-~]{1,40}$/)
const authorization = fc.record({
  scheme: fc.stringMatching(/^[A-Z0-9-]{1,30}$/).filter((scheme) => scheme !== 'WECHATPAY-BRAND-SHA256-RSA2048'),
  mchid: value.filter((text) => !text.includes(',')),
  serial_no: value.filter((text) => !text.includes(',')),
  nonce: value.filter((text) => !text.includes(',')),
  timestamp: fc.stringMatching(/^\d{1,12}$/),
  signature: fc.base64String({ minLength: 4, maxLength: 400 }),
})

describe('the Authorization parser', () => {
  test('reads what was written', () => {
    fc.assert(
      fc.property(authorization, (given) => {
        expect(parseAuthorization(formatAuthorization(given))).toEqual(given)
      }),
    )
  })

  test('never throws, and what it accepts it writes again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^\w+ (\w+="\w*",?){0,6}$/)), (header) => {
        const parsed = parseAuthorization(header)
        if (parsed) expect(parseAuthorization(formatAuthorization(parsed))).toEqual(parsed)
      }),
    )
  })

  test('rejects a header with any one character taken out of its grammar', () => {
    fc.assert(
      fc.property(authorization, fc.constantFrom('"', '=', ' '), (given, character) => {
        const text = formatAuthorization({ ...given, signature: 'c2ln', mchid: '1', serial_no: 'A', nonce: 'n' })
        const at = text.indexOf(character)
        expect(parseAuthorization(text.slice(0, at) + text.slice(at + 1))).toBeUndefined()
      }),
    )
  })
})

describe('the canonical target', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((given) => given.isWellFormed())

  test('an encoded value is ASCII that no URL parser changes, and decodes to itself', () => {
    fc.assert(
      fc.property(text, (given) => {
        const encoded = encodeSegment(given)
        expect(encoded).toMatch(/^[\w.~!*()%-]*$/)
        expect(decodeURIComponent(encoded)).toBe(given)
        expect(new URL(`http://h/a?b=${encoded}`).search).toBe(`?b=${encoded}`)
      }),
    )
  })

  test('a query reads as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (pairs) => {
        expect(readQuery(pairs.map(([name, given]) => `${encodeSegment(name)}=${encodeSegment(given)}`).join('&'))).toEqual(pairs)
      }),
    )
  })

  test('an input that was placed is gathered again', () => {
    const { get } = contract.userCards
    const code = fc.stringMatching(/^[!-~]{1,32}$/).filter((given) => given !== '.' && given !== '..')
    fc.assert(
      fc.property(code, fc.stringMatching(/^[!-~]{1,64}$/), (user_card_code, openid) => {
        const input = { user_card_code, brand_id: '1004', card_id: 'p1', openid }
        const { target, body } = place(get, input)
        const [path = '', query = ''] = target.split('?')
        const segment = decodeURIComponent(path.split('/').at(-1) ?? '')
        expect(gather(get, { path: { user_card_code: segment }, query, body })).toEqual({ input })
      }),
    )
  })
})

test('any JSON as a body, and any text as a query, is gathered and checked without an error of ours', () => {
  fc.assert(
    fc.property(fc.constantFrom(...operations), fc.jsonValue(), fc.string({ unit: 'binary' }), (operation, body, query) => {
      const gathered = gather(operation, { path: {}, query, body })
      if ('input' in gathered)
        for (const { pointer, issue } of check(operation.input, gathered.input))
          expect([typeof pointer, typeof issue]).toEqual(['string', 'string'])
    }),
    { numRuns: 500 },
  )
})

describe('keys and certificates', () => {
  const private_key = vectorKey('merchant.pem')
  const readers = [readPrivateKey, readPublicKey, readCertificate]

  /** What a reader makes of a text: nothing but a value or a CredentialError. */
  function attempt(read: (text: string, subject: string) => unknown, text: string): string {
    try {
      read(text, 'the key')
      return 'read'
    } catch (error) {
      return error instanceof CredentialError ? 'refused' : `threw ${error}`
    }
  }

  test('however its lines are broken, a PEM is the same key', () => {
    const { spki } = readPrivateKey(private_key, 'merchant.pem')
    const body = private_key.split('\n').slice(1, -2).join('')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.constantFrom('\n', '\r\n', '\\n'),
        fc.constantFrom('', ' ', '\t'),
        (width, end, edge) => {
          const lines = [
            '-----BEGIN PRIVATE KEY-----',
            ...(body.match(new RegExp(`.{1,${width}}`, 'g')) ?? []),
            '-----END PRIVATE KEY-----',
          ]
          expect(readPrivateKey(edge + lines.join(end) + end + edge, 'merchant.pem').spki).toEqual(spki)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('any text is read or rejected by name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...readers),
        fc.oneof(
          fc.string(),
          fc.base64String().map(pem),
          fc.uint8Array().map((bytes) => pem(Buffer.from(bytes).toString('base64'))),
        ),
        (read, text) => {
          expect(attempt(read, text)).toMatch(/^(read|refused)$/)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('a key with one byte changed is read or rejected by name', () => {
    const der = Buffer.from(private_key.split('\n').slice(1, -2).join(''), 'base64')
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(der)
        changed[at] = (changed[at] ?? 0) ^ change
        expect(attempt(readPrivateKey, `-----BEGIN PRIVATE KEY-----\n${changed.toString('base64')}\n-----END PRIVATE KEY-----`)).toMatch(
          /^(read|refused)$/,
        )
      }),
      { numRuns: 300 },
    )
  })

  function pem(base64: string): string {
    return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----`
  }
})
