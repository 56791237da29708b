import { constants, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { UserCard } from '@card-member/sdk/contract'
import { describe, expect, test } from 'vitest'
import { kinds, makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { base, createCard, getUserCard, importInput, invalidate, succeeded } from './fixtures/card-calls.ts'
import { startTestPlatform, type TestPlatform } from './fixtures/platform.ts'
import { apiv3_key, makeTenants, merchant, merchantPrivateKey } from './fixtures/tenants.ts'

const phone_number = '13800001234'
const name = '张三丰'
const taste = '微辣少盐'
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }

describe.each(kinds)('personal values on %s', (kind) => {
  test('are sealed on the wire, encrypted in the database, absent from the log', async () => {
    await using running = await startTestPlatform({ kind })
    const { card_id } = await createCard(running.caller)
    const imported = await importPerson(running, card_id)
    const read = await getUserCard(running.caller, card_id)
    const ended = succeeded<UserCard>(await invalidate(running.caller, card_id))
    for (const card of [imported, read, ended]) expect(personOf(card)).toEqual([phone_number, name, taste])
    // OAEP is random: equal ciphertexts would mean a broken source of it.
    expect(new Set([imported, read, ended].map((card) => card.phone_number)).size).toBe(3)
    const stored = await storedBytes(running.database)
    const [row] = await running.database.rows('select details from user_cards')
    expect(JSON.parse(String(row?.details)).phone_number).toMatch(/^k1\.[0-9A-Za-z+/=]+$/)
    for (const secret of [phone_number, name, taste]) expect(stored.includes(secret)).toBe(false)
    expect(stored.includes('openid-1')).toBe(true)
    await running.caller.call('GET', `${base}/cards?brand_id=1004`, undefined, { authorization: 'WECHATPAY2-SHA256-RSA2048 a-secret' })
    const keys = [merchantPrivateKey, readFileSync(join(running.tenants.folder, 'storage_keys.json'), 'utf8')]
    const secrets = [
      phone_number,
      name,
      taste,
      apiv3_key,
      'a-secret',
      'signature',
      ...keys.flatMap((text) => text.match(/[0-9A-Za-z+/]{40,}/g) ?? []),
    ]
    for (const secret of secrets) expect(running.log.text).not.toContain(secret)
    expect(running.log.lines('answered')).toHaveLength(5)
  })

  test('are read with the key they were written with, and written with the current one', async () => {
    using tenants = makeTenants()
    await using database = await makeDatabase(kind)
    const file = join(tenants.folder, 'storage_keys.json')
    const card_id = await (async () => {
      await using first = await startTestPlatform({ tenants, database })
      const card = await createCard(first.caller)
      await importPerson(first, card.card_id)
      return card.card_id
    })()
    const { keys }: { keys: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'))
    const newKey = randomBytes(32).toString('base64')
    writeFileSync(file, JSON.stringify({ current: 'k2', keys: { ...keys, k2: newKey } }))
    {
      await using rolled = await startTestPlatform({ tenants, database })
      expect(personOf(await getUserCard(rolled.caller, card_id))).toEqual([phone_number, name, taste])
      await importPerson(rolled, card_id, { openid: 'openid-2', user_card_code: 'code-2' })
      const rows = await database.rows('select details from user_cards order by user_card_code')
      expect(rows.map(({ details }) => String(JSON.parse(String(details)).phone_number).slice(0, 3))).toEqual(['k1.', 'k2.'])
    }
    writeFileSync(file, JSON.stringify({ current: 'k2', keys: { k2: newKey } }))
    // Old values could not be read: a platform that lacks their key does not start.
    await expect(startTestPlatform({ tenants, database })).rejects.toThrow(`${file} lacks the key k1`)
  })
})

async function importPerson({ platform, caller }: TestPlatform, card_id: string, over: object = {}): Promise<UserCard> {
  const seal = (text: string) => publicEncrypt({ key: platform.wechatpay_public_key, ...oaep }, Buffer.from(text)).toString('base64')
  const user_information = {
    common_field_list: [{ name: 'USER_FORM_FLAG_NAME', value: seal(name) }],
    custom_field_list: [{ name: '口味', user_chosen_values: [seal(taste)] }],
  }
  const body = importInput(card_id, { phone_number: seal(phone_number), user_information, ...over })
  return succeeded(await caller.call('POST', `${base}/user-cards/import-by-openid`, body, { 'wechatpay-serial': caller.wechatpay_serial }))
}

function personOf({ phone_number, user_information }: UserCard): string[] {
  const [common] = user_information?.common_field_list ?? []
  const [custom] = user_information?.custom_field_list ?? []
  const open = (text = '') => privateDecrypt({ key: merchant.privateKey, ...oaep }, Buffer.from(text, 'base64')).toString()
  return [open(phone_number), open(common?.value), open(custom?.user_chosen_values[0])]
}

/** All bytes that a database keeps: the files of SQLite with its log, every row of PostgreSQL. */
async function storedBytes({ kind, url, rows }: TestDatabase): Promise<Buffer> {
  if (kind === 'sqlite') {
    const folder = dirname(url.slice('sqlite:'.length))
    return Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))))
  }
  const tables = ['cards', 'user_cards', 'history', 'requests']
  return Buffer.from(JSON.stringify(await Promise.all(tables.map((table) => rows(`select * from ${table}`)))))
}
