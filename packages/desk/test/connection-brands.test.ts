import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { approve } from '../src/domain/batch/approve.ts'
import { describeBatch } from '../src/domain/batch/describe.ts'
import { driveCheck, driveRun } from '../src/domain/batch/drive.ts'
import { pause, requestCheck, resume, start } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { recordConsent } from '../src/domain/consents.ts'
import { findCards } from '../src/domain/find-cards.ts'
import { invalidateCard } from '../src/domain/invalidate.ts'
import { lookUp, reveal } from '../src/domain/look-up.ts'
import { reconcileInvalidation } from '../src/domain/reconcile.ts'
import type { Actor } from '../src/index.ts'
import type { DeskParts } from '../src/parts.ts'
import { setSettings } from './fixtures/two-administrators.ts'
import { type BrandCard, first, second, type TwoBrands, TwoBrandsPool } from './fixtures/two-brands.ts'

const brands = new TwoBrandsPool()
afterAll(() => brands.close())

const never = new AbortController().signal
const told_at = Date.UTC(2026, 10, 1) / 1000

function staffMember(name: string, role: Actor['grants'][number]['role'], brand_id: string): Actor {
  return { staff_id: name, name, grants: [{ brand_id, role }], second_factor_time: Math.floor(Date.now() / 1000) }
}

const clerk = staffMember('zhang', 'clerk', first)
const author = staffMember('wang', 'author', first)
const approver = staffMember('li', 'approver', first)

async function batchFile({ folder }: TwoBrands, card: BrandCard): Promise<string> {
  const path = join(folder, 'batch.csv')
  const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at'
  await writeFile(path, `${head}\n${card.card_id},${card.user_card_code},${card.openid},退会,sms,2026-11-01,2026-11-02\n`)
  return path
}

async function consentFor({ context }: DeskParts, by: Actor, card: BrandCard): Promise<string> {
  const times = { told_at, agreed_at: told_at + 60 }
  return (await recordConsent(context, by, { ...card, channel: 'sms', ...times, invalid_reason: '退会' })).consent_id
}

describe.each(kinds)('connections and their brands on %s', (kind) => {
  test("a clerk of one brand reaches nothing through another brand's own credential", async () => {
    await using place = await brands.lend(kind)
    const card = await place.card(second)
    await using desk = await place.desk([
      { name: 'main', ...place.merchant, brands: [first] },
      { name: 'own', ...place.own },
    ])
    const { context } = desk
    // Anybody who knows the card's names may still not give them out as those of another brand.
    const wanted = { ...card, brand_id: first, connection: 'own' }
    const refused = { kind: 'connection_other_brand', definition: { status: 403 }, detail: { field: 'connection', brand_id: first } }
    await expect(lookUp(context, clerk, wanted)).rejects.toMatchObject(refused)
    await expect(findCards(context, clerk, { brand_id: first, text: card.openid, connection: 'own' })).rejects.toMatchObject(refused)
    await expect(reveal(context, clerk, wanted, 'asked')).rejects.toMatchObject(refused)
    const consent_id = await consentFor(desk, clerk, { ...card, brand_id: first })
    const input = { ...wanted, consent_id, invalid_reason: '退会', last_four: card.user_card_code.slice(-4) }
    await expect(invalidateCard(context, clerk, input)).rejects.toMatchObject(refused)
    const path = await batchFile(place, card)
    await expect(prepareBatch(context, author, { brand_id: first, path, connection: 'own' })).rejects.toMatchObject(refused)
    expect(place.seen).toEqual([])
    const { user_card_code, ...who } = card
    expect((await place.api.userCards.get(user_card_code, who)).user_card_state).toBe('EFFECTIVE')
  })

  test('a connection of a merchant number serves the brands that the file names, and no other of the merchant', async () => {
    await using place = await brands.lend(kind)
    const card = await place.card(second)
    await using desk = await place.desk([
      { name: 'main', ...place.merchant, brands: [first] },
      { name: 'other', ...place.merchant, brands: [second] },
    ])
    const theirs = staffMember('chen', 'clerk', second)
    await expect(lookUp(desk.context, theirs, { ...card, connection: 'main' })).rejects.toMatchObject({ kind: 'connection_other_brand' })
    expect(place.seen).toEqual([])
    expect(await lookUp(desk.context, theirs, card)).toMatchObject({ brand_id: second, user_card_code: card.user_card_code })
  })

  test('without a name the only connection of the brand that is no sandbox is used; more than one, or none, is an error', async () => {
    await using place = await brands.lend(kind)
    await using desk = await place.desk([
      { name: 'main', ...place.merchant, brands: [first, second] },
      { name: 'own', ...place.own },
      { name: 'rehearsal', ...place.merchant, base_url: 'http://127.0.0.1:1', brands: [first, second], sandbox: true },
    ])
    const { connections } = desk.context
    const told = (brand_id: string, name?: string) => {
      try {
        return connections.for(brand_id, name).name
      } catch (error) {
        return error
      }
    }
    expect(told(first)).toBe('main')
    expect(told(second)).toMatchObject({
      kind: 'connection_ambiguous',
      detail: { field: 'connection', known: ['main', 'own', 'rehearsal'] },
    })
    expect(told(second, 'rehearsal')).toBe('rehearsal')
    expect(told(first, 'rehearsal')).toBe('rehearsal')
    expect(told('3006')).toMatchObject({ kind: 'connection_missing', detail: { field: 'connection', brand_id: '3006' } })
    expect(told(first, 'none')).toMatchObject({ kind: 'connection_unknown', detail: { field: 'connection', known: ['main', 'rehearsal'] } })
  })

  test('an answer about another brand, card or member is never shown', async () => {
    await using place = await brands.lend(kind)
    const [asked, other] = [await place.card(first), await place.card(second)]
    await using desk = await place.desk([{ name: 'wide', ...place.merchant }])
    const theirs = staffMember('chen', 'clerk', second)
    await lookUp(desk.context, theirs, other)
    place.replay(true)
    const failed = { kind: 'platform_failed', detail: { issue: expect.stringContaining('brand_id') } }
    await expect(lookUp(desk.context, clerk, asked)).rejects.toMatchObject(failed)
    await expect(reveal(desk.context, clerk, asked, 'asked')).rejects.toMatchObject(failed)
    place.replay(false)
    await findCards(desk.context, theirs, { brand_id: second, text: other.openid })
    place.replay(true)
    await expect(findCards(desk.context, clerk, { brand_id: first, text: asked.openid })).rejects.toMatchObject(failed)
  })

  test('a batch goes on only with the connection that it was prepared for', async () => {
    await using place = await brands.lend(kind)
    const card = await place.card(first)
    const path = await batchFile(place, card)
    const entry = { name: 'main', ...place.merchant, brands: [first] }
    const batch_id = await (async () => {
      await using desk = await place.desk([entry])
      await setSettings(desk.context, first, { canary_rows: 0 })
      const { batch } = await prepareBatch(desk.context, author, { brand_id: first, path })
      const checked = await driveCheck(desk, await requestCheck(desk.context, author, batch.batch_id), never)
      expect(checked).toMatchObject({ state: 'checked', plan_count: 1, caller_kind: 'merchant', caller_id: '1900000001', rehearsal: 0 })
      return batch.batch_id
    })()
    const changed = { kind: 'connection_changed', detail: { connection: 'main', brand_id: first } }
    for (const other of [
      [],
      [{ ...entry, brands: [second] }],
      [{ ...entry, sandbox: true }],
      [{ ...entry, base_url: 'http://127.0.0.1:1' }],
      [{ name: 'main', ...place.own }],
    ]) {
      await using desk = await place.desk(other)
      await expect(approve(desk.context, approver, batch_id, { count: 1 })).rejects.toMatchObject(changed)
    }
    await using desk = await place.desk([entry])
    await approve(desk.context, approver, batch_id, { count: 1 })
    await start(desk.context, author, batch_id)
    const held = await pause(desk.context, author, batch_id)
    await using without = await place.desk([{ ...entry, brands: [second] }])
    await expect(resume(without.context, author, batch_id)).rejects.toMatchObject(changed)
    await expect(driveRun(without, held, never)).rejects.toMatchObject(changed)
    expect(await describeBatch(without.context, held)).not.toHaveProperty('per_second')
    const done = await driveRun(desk, await resume(desk.context, author, batch_id), never)
    expect(done.state).toBe('done')
  })

  test('what became of a call is never read through a connection that is another by now', async () => {
    await using place = await brands.lend(kind)
    const card = await place.card(first)
    await using desk = await place.desk([{ name: 'main', ...place.merchant, brands: [first] }])
    const consent_id = await consentFor(desk, clerk, card)
    const input = { ...card, consent_id, invalid_reason: '退会', last_four: card.user_card_code.slice(-4) }
    const { invalidation_id } = await invalidateCard(desk.context, clerk, input)
    await place.database.rows("update invalidations set state = 'unknown', end_time = null")
    await using other = await place.desk([{ name: 'main', ...place.own }])
    const before = place.seen.length
    expect(await reconcileInvalidation(other.context, clerk, first, invalidation_id)).toMatchObject({ state: 'unknown' })
    expect(place.seen.length).toBe(before)
    // The same merchant number at another platform, where the card may well be as it was.
    const moved = {
      name: 'main',
      ...place.merchant,
      brands: [first],
      base_url: String(place.merchant.base_url).replace('127.0.0.1', 'localhost'),
    }
    await using elsewhere = await place.desk([moved])
    expect(await reconcileInvalidation(elsewhere.context, clerk, first, invalidation_id)).toMatchObject({ state: 'unknown' })
    expect(place.seen.length).toBe(before)
    expect(await reconcileInvalidation(desk.context, clerk, first, invalidation_id)).toMatchObject({ state: 'done' })
  })

  test.each([
    [
      'brands of another',
      { brands: [first] },
      'entry 1: brands must be ["2005"] or be left out: the credential is that of the brand 2005 itself',
    ],
    ['no brand', { brands: [] }, 'entry 1: brands'],
    ['a brand that is none', { brands: ['a b'] }, 'entry 1: brands[0]'],
  ])("a connections file is refused when a brand's own credential has %s", async (_name, more, message) => {
    await using place = await brands.lend(kind)
    await expect(place.desk([{ name: 'own', ...place.own, ...more }])).rejects.toThrow(message)
  })

  test('a connection for rehearsal leads neither to WeChat Pay nor where another connection ends cards in earnest', async () => {
    await using place = await brands.lend(kind)
    const { base_url, ...credential } = place.merchant
    const rehearsal = { name: 'rehearsal', ...credential, sandbox: true }
    for (const itself of [{}, { base_url: 'https://api.mch.weixin.qq.com/' }, { base_url: 'https://api2.mch.weixin.qq.com' }])
      await expect(place.desk([{ ...rehearsal, ...itself }])).rejects.toThrow(
        'rehearsal: sandbox is true, but https://api.mch.weixin.qq.com is WeChat Pay itself; give the base_url of a sandbox',
      )
    await expect(
      place.desk([
        { ...rehearsal, base_url },
        { name: 'main', ...place.merchant },
      ]),
    ).rejects.toThrow(`rehearsal: sandbox is true, but ${base_url} is the platform of main, which is no sandbox`)
    await using desk = await place.desk([{ ...rehearsal, base_url }])
    expect(desk.context.connections.all).toMatchObject([{ name: 'rehearsal', base_url, sandbox: true }])
  })

  test('a field of an entry that means nothing is refused, so that brands are never left out by a slip', async () => {
    await using place = await brands.lend(kind)
    const { per_second, ...credential } = place.merchant
    await writeFile(join(place.folder, 'credential.json'), JSON.stringify(credential))
    const entry = { name: 'main', credential_file: 'credential.json', per_second, brand: [first] }
    await expect(place.desk([entry])).rejects.toThrow(
      'entry 1: unknown field brand; known are name, credential_file, brands, per_second, sandbox',
    )
  })
})
