import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchant, platform, platformKeyId, serial_no } from '../../test/fixtures/keys.ts'
import { prepareCredential } from '../client/credential.ts'
import { credentialFromEnv } from './credential-env.ts'

const env = {
  CARD_MEMBER_MCHID: '1900000001',
  CARD_MEMBER_SERIAL_NO: serial_no,
  CARD_MEMBER_PRIVATE_KEY: merchant.private_key.replaceAll('\n', '\\n'),
  CARD_MEMBER_WECHATPAY_PUBLIC_KEY_ID: platformKeyId,
  CARD_MEMBER_WECHATPAY_PUBLIC_KEY: platform.public_key,
}

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'card-member-'))
  await writeFile(join(directory, 'key.pem'), merchant.private_key)
  await writeFile(join(directory, 'apiv3.key'), `${'k'.repeat(32)}\n`)
})
afterAll(() => rm(directory, { recursive: true }))

describe('credentialFromEnv', () => {
  it('reads values, with literal line breaks', async () => {
    const { principal, base_url } = prepareCredential(await credentialFromEnv({ ...env, CARD_MEMBER_BASE_URL: 'http://127.0.0.1:8080' }))
    expect(principal).toMatchObject({ mchid: '1900000001', serial_no })
    expect(base_url).toBe('http://127.0.0.1:8080')
  })

  it('reads files', async () => {
    const { CARD_MEMBER_PRIVATE_KEY: _key, ...others } = env
    const files = { CARD_MEMBER_PRIVATE_KEY_FILE: join(directory, 'key.pem'), CARD_MEMBER_APIV3_KEY_FILE: join(directory, 'apiv3.key') }
    expect(await credentialFromEnv({ ...others, ...files })).toMatchObject({ private_key: merchant.private_key, apiv3_key: 'k'.repeat(32) })
  })

  it.each<[string, Record<string, string>, string, string]>([
    ['without mchid', { CARD_MEMBER_MCHID: '' }, 'CREDENTIAL_MALFORMED', 'CARD_MEMBER_MCHID is not usable: it is not set.'],
    ['without serial', { CARD_MEMBER_SERIAL_NO: '' }, 'CREDENTIAL_MALFORMED', 'CARD_MEMBER_SERIAL_NO is not usable: it is not set.'],
    [
      'without a private key',
      { CARD_MEMBER_PRIVATE_KEY: '' },
      'KEY_MISSING',
      'CARD_MEMBER_PRIVATE_KEY is missing. Give the text of the PEM file; a path belongs in the setting that ends with _file (in the environment: _FILE).',
    ],
    [
      'with a key and its file',
      { CARD_MEMBER_WECHATPAY_PUBLIC_KEY_FILE: 'pub_key.pem' },
      'CREDENTIAL_MALFORMED',
      'CARD_MEMBER_WECHATPAY_PUBLIC_KEY_FILE is not usable: CARD_MEMBER_WECHATPAY_PUBLIC_KEY is set too; set one of them.',
    ],
    [
      'with a missing file',
      { CARD_MEMBER_APIV3_KEY_FILE: 'gone.key' },
      'FILE_MISSING',
      'CARD_MEMBER_APIV3_KEY_FILE "gone.key" does not exist. Check the path.',
    ],
  ])('rejects an environment %s', async (_what, change, code, message) => {
    await expect(credentialFromEnv({ ...env, ...change })).rejects.toThrow(expect.objectContaining({ code, message }))
  })

  it('reads the credential of a brand when asked for one', async () => {
    const { CARD_MEMBER_MCHID: _, ...others } = env
    const brand = { ...others, CARD_MEMBER_BRAND_ID: '1004' }
    expect(prepareCredential(await credentialFromEnv(brand, 'brand')).principal).toMatchObject({ brand_id: '1004', serial_no })
    expect(await credentialFromEnv(brand, 'any')).toMatchObject({ brand_id: '1004' })
    await expect(credentialFromEnv(brand)).rejects.toMatchObject({ code: 'CREDENTIAL_IS_BRAND' })
    await expect(credentialFromEnv(env, 'brand')).rejects.toMatchObject({ code: 'CREDENTIAL_IS_MERCHANT' })
    await expect(credentialFromEnv({ ...brand, ...env }, 'any')).rejects.toMatchObject({ code: 'MCHID_AND_BRAND_ID' })
    await expect(credentialFromEnv(others, 'brand')).rejects.toThrow('CARD_MEMBER_BRAND_ID is not usable: it is not set.')
  })
})
