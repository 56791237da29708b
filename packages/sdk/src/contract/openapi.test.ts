import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { version } from '../client/version.ts'
import { operations } from './contract.ts'
import { Sealed } from './field.ts'
import { openapi } from './openapi.ts'
import type { operation } from './operation.ts'
import { Type } from './schema.ts'

const document = openapi({ version })
const text = `${JSON.stringify(document, null, 2)}\n`
const common = { query: [], page: { id: '1', date: '2026.01.01' }, per_second: 5, repeat: 'never', brand_direct: false } as const
const summary = { 'zh-CN': '试', en: 'Try' }

function write(declaration: Parameters<typeof operation>[0]) {
  const { paths, components } = JSON.parse(JSON.stringify(openapi({ version, groups: { trials: { try: declaration } } })))
  return { operation: paths[declaration.path]?.post, components }
}

describe('openapi', () => {
  it('is what stands in openapi.json', () => {
    const committed = readFileSync(new URL('../../../../openapi.json', import.meta.url), 'utf8')
    expect(committed === text, 'openapi.json differs from the contract: run `npm run openapi` and commit it').toBe(true)
  })

  it('is a valid OpenAPI 3.1 document whose references all lead somewhere', async () => {
    const validator = new Validator()
    expect(await validator.validate(JSON.parse(text))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    expect(() => validator.resolveRefs()).not.toThrow()
    expect(JSON.stringify(validator.resolveRefs())).not.toContain('"$ref"')
  })

  it('holds every operation once', () => {
    const described = Object.values(document.paths).flatMap((path) => Object.values(path).map((one) => JSON.stringify(one)))
    const ids = described.map((one) => JSON.parse(one).operationId)
    expect(ids.toSorted()).toEqual(operations.map(({ id }) => id).toSorted())
  })

  it('tells of an operation what its declaration says', () => {
    expect(document.paths['/v3/brand/partner/card-member/user-cards/{user_card_code}/invalidate']?.post).toMatchObject({
      operationId: 'invalidateUserCard',
      tags: ['userCards'],
      summary: "Invalidate a member's card, for good",
      description: expect.stringMatching(/^失效用户会员卡\. .* Source: page 4015336983\.$/),
      security: [{ 'WECHATPAY2-SHA256-RSA2048': [] }],
      parameters: [
        { name: 'user_card_code', in: 'path', required: true, schema: { type: 'string', maxLength: 32, pattern: '^[!-~]*$' } },
        { name: 'brand_id', in: 'query', required: true, 'x-also-in': 'body' },
        { name: 'card_id', in: 'query', required: true, 'x-also-in': 'body' },
        { $ref: '#/components/parameters/Wechatpay-Serial' },
        { $ref: '#/components/parameters/Accept-Language' },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { type: 'object', required: ['openid'], properties: { openid: {}, invalid_reason: { maxLength: 32 } } },
          },
        },
      },
      responses: {
        200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/UserCard' } } } },
        400: { $ref: '#/components/responses/Error400' },
        429: { $ref: '#/components/responses/Error429' },
      },
      'x-rate-limit': { per_second: 5, per: 'mchid' },
      'x-repeat': 'never',
    })
  })

  it('lists the errors by status, with code and words', () => {
    const { operation: described, components } = write({
      ...common,
      id: 'try',
      method: 'POST',
      path: '/v3/try',
      summary,
      input: Type.Object({}),
      reply: Type.Object({}),
    })
    expect(Object.keys(described.responses)).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '406',
      '408',
      '413',
      '415',
      '429',
      '431',
      '500',
      '503',
    ])
    expect(components).toMatchObject({
      responses: {
        Error429: {
          description: '`RATELIMIT_EXCEEDED`. Signed when it came after authentication.',
          content: {
            'application/json': {
              examples: {
                rate_limit: {
                  summary: 'Too many requests; slow down and repeat',
                  value: { code: 'RATELIMIT_EXCEEDED', message: '请求频率超过限制，请降低频率后重试' },
                },
              },
            },
          },
        },
      },
    })
  })

  it('shows sealed fields as they travel, and says when a field becomes required', () => {
    const input = Type.Object(
      { phone_number: Type.Optional(Sealed('手机号。', 'Telephone number.')), kind: Type.Enum(['A', 'B']) },
      { 'x-required-when': [{ required: 'phone_number', when: 'kind', is: 'A' }] },
    )
    const declaration = { ...common, id: 'try', method: 'POST', path: '/v3/try', summary, input, reply: Type.Object({}) } as const
    expect(write(declaration).operation).toMatchObject({
      requestBody: {
        content: {
          'application/json': {
            schema: {
              description: '`phone_number` is required when `kind` is `A`.',
              required: ['kind'],
              properties: {
                kind: { type: 'string', enum: ['A', 'B'] },
                phone_number: {
                  type: 'string',
                  maxLength: 512,
                  contentEncoding: 'base64',
                  description:
                    '手机号。 Telephone number. Travels encrypted (RSAES-OAEP with SHA-1, base64); its plaintext has 1 to 214 bytes of UTF-8.',
                  'x-sealed': true,
                },
              },
            },
          },
        },
      },
    })
  })

  it('knows empty answers, uploads and the other dialect', () => {
    const input = Type.Object({ filename: Type.String(), file: Type.File() })
    const encoding = 'multipart'
    const path = '/brand/card-member/media/image-upload'
    const { operation: described, components } = write({
      ...common,
      id: 'upload',
      method: 'POST',
      path,
      summary,
      input,
      encoding,
      reply: Type.Unknown(),
    })
    expect(described).toMatchObject({
      security: [{ 'WECHATPAY-BRAND-SHA256-RSA2048': [] }],
      requestBody: {
        content: {
          'multipart/form-data': {
            schema: {
              required: ['meta', 'file'],
              properties: { meta: { required: ['filename'] }, file: { contentMediaType: 'application/octet-stream' } },
            },
          },
        },
      },
      responses: { 204: { description: 'Done; signed over an empty body.' } },
    })
    expect(Object.keys(components.securitySchemes)).toEqual(['WECHATPAY-BRAND-SHA256-RSA2048'])
    expect(described.responses).not.toHaveProperty('200')
  })

  it('refuses two schemas of one title', () => {
    const input = Type.Object({ one: Type.String({ title: 'Same' }), other: Type.Integer({ title: 'Same' }) })
    const declaration = { ...common, id: 'try', method: 'POST', path: '/v3/try', summary, input, reply: Type.Object({}) } as const
    expect(() => write(declaration)).toThrow('two different schemas are titled Same')
  })
})
