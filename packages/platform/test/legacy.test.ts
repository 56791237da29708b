import { constants, publicEncrypt } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { UserCard } from '@card-member/sdk/contract'
import { expect, test } from 'vitest'
import { answerOf, base, createCard, importMember, succeeded } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'
import { brand_id, makeTenants, type TenantsFolder } from './fixtures/tenants.ts'

const byPhone = `${base}/user-cards/import-by-phone`
const token = `${base}/open-user-card-tokens`

function tenantsWithLegacyPaths(): TenantsFolder {
  const made = makeTenants()
  const file = JSON.parse(readFileSync(made.tenants, 'utf8'))
  writeFileSync(made.tenants, JSON.stringify({ ...file, platform: { legacy_paths: true } }))
  return made
}

test('paths of older texts are not served unless the tenants file asks for them', async () => {
  await using running = await startTestPlatform({ notify: false })
  const { card_id } = await createCard(running.caller)
  const calls = [
    await running.caller.call('DELETE', `${base}/cards/${card_id}?brand_id=${brand_id}`),
    await running.caller.call('POST', byPhone, {}),
    await running.caller.call('POST', token, { brand_id, card_id, openid: 'openid-1' }),
  ]
  expect(calls.map(({ status, text, signed }) => [status, text, signed])).toEqual([
    [405, '', false],
    [404, '', false],
    [404, '', false],
  ])
})

test('paths of older texts lead to the same operations', async () => {
  using tenants = tenantsWithLegacyPaths()
  await using running = await startTestPlatform({ tenants, notify: false })
  const { caller, platform } = running
  const { card_id } = await createCard(caller)
  const seal = (text: string) =>
    publicEncrypt(
      { key: platform.wechatpay_public_key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      Buffer.from(text),
    ).toString('base64')
  const importByPhone = (phone: string | undefined, user_card_code: string) =>
    caller.call(
      'POST',
      byPhone,
      {
        brand_id,
        card_id,
        user_card_code,
        // Not part of this input; it must neither be taken nor do harm.
        openid: { of: 'somebody else' },
        valid_date_information: { type: 'PERMANENT' },
        ...(phone === undefined ? {} : { phone_number: seal(phone) }),
      },
      { 'wechatpay-serial': caller.wechatpay_serial },
    )

  const { openid, user_card_state } = succeeded<UserCard>(await importByPhone('13800000000', 'code-1'))
  expect([openid.length, openid.includes('13800000000'), user_card_state]).toEqual([43, false, 'EFFECTIVE'])
  // The same phone is the same member, who has this card already.
  expect(answerOf(await importByPhone('13800000000', 'code-2'))[0]).toBe(400)
  expect(succeeded<UserCard>(await importByPhone('13900000000', 'code-2')).openid).not.toBe(openid)
  expect(answerOf(await importByPhone(undefined, 'code-3'))).toEqual([
    400,
    expect.objectContaining({ code: 'PARAM_ERROR', detail: expect.objectContaining({ field: '/phone_number' }) }),
  ])
  expect((await importMember(caller, card_id, { openid: 'openid-9', user_card_code: 'code-9' })).openid).toBe('openid-9')

  const tokens = succeeded<{ token: string }>(await caller.call('POST', token, { brand_id, card_id, openid: 'openid-1' }))
  expect(tokens.token).not.toBe('')

  const ended = succeeded<{ state: string }>(await caller.call('DELETE', `${base}/cards/${card_id}?brand_id=${brand_id}`))
  expect(ended.state).toBe('CARD_INVALID')
})
