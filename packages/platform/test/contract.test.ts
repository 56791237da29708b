import { createDecipheriv } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, isRecord, mapSealed, type Operation } from '@card-member/sdk/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { served } from '../src/routes/served.ts'
import type { Received } from './fixtures/caller.ts'
import { base, createCard, importMember, succeeded } from './fixtures/card-calls.ts'
import { makeCertificate } from './fixtures/certificate.ts'
import { activityInput, fullCard, goodInputs, validity } from './fixtures/contract-inputs.ts'
import { type Fields, type Probe, probesOf } from './fixtures/contract-probes.ts'
import { coupon } from './fixtures/delivery.ts'
import { readKeyPair } from './fixtures/keys.ts'
import { openMembers, startTestPlatform, type TestPlatform } from './fixtures/platform.ts'
import { sendInput } from './fixtures/send-input.ts'
import { apiv3_key, brand_id, makeTenants } from './fixtures/tenants.ts'

/** How many probes of each operation are wrong, and how many are right: a field or a limit that gets lost shows here. */
const counts = {
  createCard: [137, 46],
  listCards: [12, 6],
  getCard: [8, 2],
  updateCard: [120, 38],
  invalidateCard: [8, 2],
  getUserCard: [16, 4],
  listUserCards: [16, 9],
  updateUserCard: [77, 25],
  confirmUserCard: [79, 28],
  invalidateUserCard: [19, 5],
  importUserCardByOpenid: [83, 25],
  createPreAuthToken: [12, 3],
  createPayViewToken: [12, 3],
  createUserFeed: [25, 6],
  syncUserPoints: [24, 7],
  confirmExchangeCoupon: [33, 9],
  createActivity: [53, 10],
  listActivities: [15, 9],
  getActivity: [8, 2],
  updateActivity: [29, 4],
  terminateActivity: [8, 2],
  uploadImage: [7, 1],
  downloadCertificates: [0, 0],
} satisfies Record<keyof typeof served, readonly [wrong: number, right: number]>

const stack = new AsyncDisposableStack()
const keys = readKeyPair('stranger')
const serial_no = '3A7F1C9D5E2B8046A1C3D5E7F90B2D4F6A8C0E12'
const certificate = makeCertificate({ serial_no, effective_time: new Date('2026-01-01'), expire_time: new Date('2031-01-01') }, keys)
let running: TestPlatform
let goods: ReturnType<typeof goodInputs>

beforeAll(async () => {
  const section = { certificate_file: 'platform_cert.pem', private_key_file: 'platform_key.pem' }
  const tenants = stack.use(makeTenants((file) => ({ ...file, platform: { keys: [section] } })))
  writeFileSync(join(tenants.folder, section.certificate_file), certificate)
  writeFileSync(join(tenants.folder, section.private_key_file), keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  running = stack.use(await startTestPlatform({ tenants, notify: false }))
  goods = goodInputs(await prepareData())
})
afterAll(async () => stack.disposeAsync())

async function prepareData() {
  const { caller } = running
  await using members = await openMembers(running)
  const [{ card_id }, { card_id: ending_card_id }] = [
    await createCard(caller, { ...fullCard, out_request_no: 'kept' }),
    await createCard(caller, { ...fullCard, out_request_no: 'ending' }),
  ]
  for (const number of [1, 3]) {
    const over = {
      openid: `openid-${number}`,
      user_card_code: `code-${number}`,
      valid_date_information: validity,
      pickup_time: '2026-11-24T09:00:00+08:00',
    }
    await importMember(caller, card_id, over)
  }
  const createActivity = async (number: string) =>
    succeeded<{ activity_id: string }>(await caller.call('POST', `${base}/membership-activities`, activityInput(card_id, number)))
  const { activity_id } = await createActivity('kept')
  const { activity_id: ending_activity_id } = await createActivity('ending')
  const { user_card_code: joined_code } = await members.join({ brand_id, card_id, openid: 'joined' })
  const record_id = await members.beginExchange({
    brand_id,
    card_id,
    openid: 'openid-1',
    user_card_code: 'code-1',
    ...coupon,
  })
  return { card_id, ending_card_id, activity_id, ending_activity_id, record_id, joined_code }
}

function goodOf(id: string): readonly Fields[] {
  return Object.entries<readonly Fields[]>(goods).find(([name]) => name === id)?.[1] ?? []
}

function allOf(id: string): Fields {
  return Object.assign({}, ...goodOf(id))
}

describe.each(Object.entries(served))('%s', (id, operation: Operation) => {
  const probes = () => probesOf(operation.input, allOf(id))

  test('has the limits of its contract, to the last character', () => {
    const told = probes().map(({ what, input }) => [what, ...check(operation.input, input)])
    expect(told).toEqual(probes().map(({ what, refusal }) => (refusal === undefined ? [what] : [what, refusal])))
  })

  test('refuses each wrong value, naming the field', async () => {
    const sendable = probes().filter(({ refusal, unsendable }) => refusal !== undefined && unsendable !== true)
    const told = await Promise.all(sendable.map(async ({ what, input }) => [what, ...toldOf(await sendInput(running, operation, input))]))
    expect(told).toEqual(sendable.map((probe) => [probe.what, ...expectedOf(operation, probe)]))
  })

  test('accepts what is right', async () => {
    for (const input of goodOf(id)) {
      const reply = await opened(operation, succeeded(await sendInput(running, operation, input)))
      expect(check(operation.reply, reply)).toEqual([])
    }
  })
})

function toldOf({ status, signed, text }: Received): readonly unknown[] {
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  const { code, detail }: { code?: unknown; detail?: unknown } = isRecord(body) ? body : {}
  const { field, issue, location }: { field?: unknown; issue?: unknown; location?: unknown } = isRecord(detail) ? detail : {}
  return [status, signed, code, field, issue, location]
}

function expectedOf({ path, query }: Operation, { refusal, input }: Probe): readonly unknown[] {
  const { pointer, issue } = refusal ?? { pointer: '', issue: '' }
  const name = pointer.slice(1)
  const inPath = path.includes(`{${name}}`)
  // A path that lacks a part is no path of any operation.
  if (inPath && !input[name]) return [404, false, undefined, undefined, undefined, undefined]
  if (inPath) return [400, true, 'PARAM_ERROR', name, issue, 'url']
  const location = query.includes(name) ? 'query' : 'body'
  return [400, true, 'PARAM_ERROR', location === 'body' ? pointer : name, issue, location]
}

// What the members' merchant reads is sealed for it, and longer than what it means.
async function opened(operation: Operation, reply: unknown): Promise<unknown> {
  return mapSealed(operation.reply, reply, async (text) => {
    expect(text).toMatch(/^[A-Za-z0-9+/]{342}==$/)
    return 'opened'
  })
}

test('every operation is probed in all its fields', () => {
  const counted = Object.entries<Operation>(served).map(([id, operation]) => {
    const refused = probesOf(operation.input, allOf(id)).filter(({ refusal }) => refusal !== undefined).length
    return [id, [refused, probesOf(operation.input, allOf(id)).length - refused]]
  })
  expect(Object.fromEntries(counted)).toEqual(counts)
})

test('a platform certificate opens with the APIv3 key', async () => {
  const { data } = succeeded<{
    data: { serial_no: string; encrypt_certificate: Record<'ciphertext' | 'nonce' | 'associated_data', string> }[]
  }>(await running.caller.call('GET', '/v3/certificates'))
  expect(data.map((one) => one.serial_no)).toEqual([serial_no])
  const [{ encrypt_certificate } = { encrypt_certificate: { ciphertext: '', nonce: '', associated_data: '' } }] = data
  const sealed = Buffer.from(encrypt_certificate.ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', apiv3_key, encrypt_certificate.nonce)
  decipher.setAAD(Buffer.from(encrypt_certificate.associated_data)).setAuthTag(sealed.subarray(-16))
  expect(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString()).toBe(certificate)
})
