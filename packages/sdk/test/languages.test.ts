import { describe, expect, it } from 'vitest'
import { englishIn, expectOneLanguage } from '../../../test/one-language.ts'
import { codeTexts } from '../src/client/code-texts.ts'
import { check, contract, issueTextOf } from '../src/contract/index.ts'
import { CardMember, CardMemberError, callErrors, credentialErrors } from '../src/index.ts'
import { credentialFrom, credentialFromEnv, readCredential } from '../src/node/index.ts'
import { receive, webhookErrors } from '../src/webhook/index.ts'
import { resetConnection, signed, unsigned } from './fixtures/answers.ts'
import { failureOf } from './fixtures/failure.ts'
import { credentialFor, merchant, strangerKey } from './fixtures/keys.ts'
import { asked, userCard } from './fixtures/member.ts'
import { clock, keyring, notify } from './fixtures/notification.ts'
import { startServer } from './fixtures/server.ts'

describe('a message is in one language from end to end', () => {
  const samples = ['private_key', 'X1', '127.0.0.1:443'] as const
  // Of this one every word comes from where it is thrown.
  const { OPTION_INVALID: _, ...others } = callErrors
  it.each([...Object.entries(credentialErrors), ...Object.entries(others)])('of the catalogue: %s', (_code, say) => {
    const said = say(...samples)
    expectOneLanguage({ en: said.en, zh: said['zh-CN'] })
  })

  it.each(Object.entries(webhookErrors))('of notifications: %s', (_code, { message }) => {
    for (const detail of ['X1', '']) expectOneLanguage({ en: message(detail).en, zh: message(detail)['zh-CN'] })
  })

  it.each(Object.entries(codeTexts))('of the codes of the platform: %s', (_code, said) => {
    expectOneLanguage({ en: said.en, zh: said['zh-CN'] })
  })

  const { create } = contract.cards
  it.each(Object.values(contract).flatMap((group) => Object.values(group).map((operation) => [operation.id, operation] as const)))(
    'of the inputs of %s',
    (_id, { input }) => {
      for (const value of [{}, 1, Object.fromEntries(Object.keys(input.properties ?? {}).map((name) => [name, '\0😀'.repeat(200)]))])
        for (const fault of check(input, value)) {
          const said = issueTextOf(fault)
          expectOneLanguage({ en: said.en, zh: said['zh-CN'].replace(/应符合 .*/, '') })
        }
    },
  )

  it.each<[string, () => unknown]>([
    ['a credential that is none', () => Reflect.construct(CardMember, [])],
    ['a misspelt field', () => Reflect.construct(CardMember, [{ ...credentialFor('http://127.0.0.1:1'), serialNumber: '1' }])],
    ['a list for a text', () => Reflect.construct(CardMember, [{ ...credentialFor('http://127.0.0.1:1'), private_key: [] }])],
    ['a path in base_url', () => new CardMember(credentialFor('http://127.0.0.1:1/pay'))],
    ['no URL', () => new CardMember(credentialFor('nowhere'))],
    ['an unknown option', () => Reflect.construct(CardMember, [credentialFor('http://127.0.0.1:1'), { timeOut: 1 }])],
    ['a wrong option', () => Reflect.construct(CardMember, [credentialFor('http://127.0.0.1:1'), { hooks: [1] }])],
    ['a proxy of another kind', () => new CardMember(credentialFor('http://127.0.0.1:1'), { proxy: 'socks5://x' })],
    ['a file that is not there', () => readCredential('/nowhere/credential.json')],
    ['an unknown field of a file', () => credentialFrom({ mch_id: '1' }, 'c.json', 'partner')],
    ['a missing field of a file', () => credentialFrom({ mchid: '1900000001' }, 'c.json', 'partner')],
    ['a wrong field of a file', () => credentialFrom({ mchid: 1 }, 'c.json', 'partner')],
    ['a missing file of a file', () => credentialFrom({ mchid: '1900000001', private_key_file: 'no.pem' }, '/nowhere/c.json', 'partner')],
    ['an empty environment', () => credentialFromEnv({})],
  ])('of what stops a client from being made: %s', async (_what, run) => {
    const error = await failureOf(Promise.resolve().then(run))
    expect(error).toBeInstanceOf(CardMemberError)
    if (error instanceof CardMemberError) expectOneLanguage({ en: error.message, zh: error.in('zh-CN') })
  })

  it.each<[string, Parameters<typeof startServer>[0], object]>([
    ['a wrong signature', signed(200, userCard, { key: strangerKey }), {}],
    ['an unknown serial', signed(200, userCard, { serial: 'PUB_KEY_ID_7' }), {}],
    ['no signature', unsigned(200, userCard), {}],
    ['a page of a gateway', unsigned(502, '<html>'), {}],
    ['a connection reset', resetConnection, {}],
    ['an input with many faults', signed(200, userCard), { openid: '', brand_id: null, colour: 1 }],
  ])('of what a call ends in: %s', async (_what, act, change) => {
    await using server = await startServer(act)
    const error = await failureOf(server.client({ max_attempts: 1 }).userCards.invalidate(userCard.user_card_code, { ...asked, ...change }))
    expect(error).toBeInstanceOf(CardMemberError)
    if (error instanceof CardMemberError) expectOneLanguage({ en: error.message, zh: error.in('zh-CN').replace(/invalidateUserCard/g, '') })
  })

  it.each<[string, Parameters<typeof notify>[0], (raw: Uint8Array) => Uint8Array | string]>([
    ['an unknown key', { serial: 'PUB_KEY_ID_9' }, (raw) => raw],
    ['an envelope without an id', { change: ({ id: _, ...others }) => others }, (raw) => raw],
    ['base64', {}, (raw) => Buffer.from(raw).toString('base64')],
    ['gzip of the whole event', {}, (raw) => JSON.stringify({ body: Buffer.from(raw).toString('base64'), isBase64Encoded: true })],
    ['spaces', {}, (raw) => JSON.stringify(JSON.parse(new TextDecoder().decode(raw)), undefined, 2)],
  ])('of what is wrong with a notification: %s', async (_what, parts, change) => {
    const { raw, headers } = await notify(parts)
    const error = await failureOf(receive(change(raw), headers, keyring(), { clock }))
    expect(error).toBeInstanceOf(CardMemberError)
    if (error instanceof CardMemberError) expectOneLanguage({ en: error.message, zh: error.in('zh-CN') })
  })

  it('finds an English word in a Chinese message', () => {
    expect(englishIn('the answer 的签名不是规范的 base64。')).toEqual(['the', 'answer'])
    expect(create.id).toBe('createCard')
    expect(merchant.public_key).toContain('PUBLIC KEY')
  })
})

describe("the platform's own message", () => {
  it.each([
    ['RESOURCE_NOT_EXISTS', '没有找到', 'it does not exist: check the ids'],
    ['NO_AUTH', '无权限', 'this merchant number may not do this: check its permissions and its brands'],
  ])('is followed by its meaning in English when it is Chinese: %s %s', async (code, message, meaning) => {
    await using server = await startServer(signed(404, { code, message }))
    const error = await failureOf(server.client().userCards.get(userCard.user_card_code, asked))
    expect(error).toHaveProperty('message', `getUserCard was answered 404 ${code}: ${message} (${meaning})`)
    if (error instanceof CardMemberError) expect(error.in('zh-CN')).toBe(`getUserCard 返回 404 ${code}：${message}`)
  })

  it('is followed by its meaning in Chinese when it is English, and by nothing when its code is unknown', async () => {
    await using server = await startServer(
      signed(404, { code: 'RESOURCE_NOT_EXISTS', message: 'There is no such user card' }),
      signed(400, { code: 'NEVER_HEARD_OF', message: '不行' }),
    )
    const api = server.client()
    const english = await failureOf(api.userCards.get(userCard.user_card_code, asked))
    if (english instanceof CardMemberError)
      expect([english.message, english.in('zh-CN')]).toEqual([
        'getUserCard was answered 404 RESOURCE_NOT_EXISTS: There is no such user card',
        'getUserCard 返回 404 RESOURCE_NOT_EXISTS：There is no such user card（资源不存在：请检查各项 ID）',
      ])
    expect(await failureOf(api.userCards.get(userCard.user_card_code, asked))).toHaveProperty(
      'message',
      'getUserCard was answered 400 NEVER_HEARD_OF: 不行',
    )
  })
})
