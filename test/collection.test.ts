import { createSign, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPlatform, type TestPlatform } from '../packages/platform/src/testing/index.ts'
import { check, isRecord, operations } from '../packages/sdk/src/contract/index.ts'
import { exampleInput, postmanCollection } from '../scripts/postman-collection.ts'

interface Item {
  readonly name: string
  readonly request: {
    readonly method: string
    readonly url: { readonly raw: string }
    readonly body?: { readonly raw: string }
    readonly header: readonly { readonly key: string; readonly value: string }[]
    readonly description: string
  }
}
interface Collection {
  readonly event: readonly { readonly script: { readonly exec: readonly string[] } }[]
  readonly variable: readonly { readonly key: string; readonly value: string }[]
  readonly item: readonly { readonly item: readonly Item[] }[]
}

const file = new URL('../docs/card-member.postman_collection.json', import.meta.url)
const text = readFileSync(file, 'utf8')
const collection: Collection = JSON.parse(text)
const script = collection.event.flatMap((event) => event.script.exec).join('\n')
const items = collection.item.flatMap(({ item }) => item)

let platform: TestPlatform
let variables: Map<string, string>
beforeAll(async () => {
  platform = await startPlatform()
  const { base_url, mchid, serial_no, private_key, wechatpay_public_key_id } = platform.credential
  const given = { base_url, mchid, serial_no, private_key, wechatpay_public_key_id, brand_id: platform.brand_id, appid: platform.appid }
  variables = new Map([...collection.variable.map(({ key, value }): [string, string] => [key, value]), ...Object.entries(given)])
})
afterAll(() => platform[Symbol.asyncDispose]())

/** What a program gives to scripts. */
type Globals = Readonly<Record<string, unknown>>

const postman: Globals = { crypto: webcrypto }
/** The functions of jsrsasign that its documents describe, over those of Node.js. */
const apifox: Globals = {
  require: (name: string) => {
    if (name !== 'jsrsasign') throw new Error(`there is no ${name}`)
    let [key, message] = ['', '']
    class Signature {
      init(pem: string) {
        key = pem
      }
      updateHex(hex: string) {
        message = hex
      }
      sign() {
        return createSign('RSA-SHA256').update(Buffer.from(message, 'hex')).sign(key, 'hex')
      }
    }
    return {
      KJUR: { crypto: { Signature } },
      utf8tohex: (given: string) => Buffer.from(given).toString('hex'),
      hextob64: (given: string) => Buffer.from(given, 'hex').toString('base64'),
    }
  },
}

/** Runs the script of the collection for an item, as a program does, and sends what it is then. */
async function send({ request }: Item, globals: Globals, changed: Readonly<Record<string, string>> = {}): Promise<Response> {
  const local = new Map([...variables, ...Object.entries(changed)])
  const replaceIn = (template: string) =>
    template.replaceAll(/\{\{(\$?\w+)\}\}/g, (whole, name: string) =>
      name === '$guid' ? webcrypto.randomUUID() : (local.get(name) ?? whole),
    )
  const headers = new Map(request.header.map(({ key, value }) => [key, value]))
  const timers = new Set<object>()
  const idle = Promise.withResolvers<void>()
  const failed = (error: unknown) => idle.reject(error)
  const pm = {
    variables: { get: (name: string) => local.get(name), set: (name: string, value: string) => local.set(name, value), replaceIn },
    request: {
      method: request.method,
      url: { toString: () => request.url.raw },
      body: request.body,
      headers: { upsert: ({ key, value }: { key: string; value: string }) => headers.set(key, value) },
    },
  }
  const setInterval = () => {
    const timer = {}
    timers.add(timer)
    return timer
  }
  const clearInterval = (timer: object) => {
    timers.delete(timer)
    idle.resolve()
  }
  try {
    runInContext(script, createContext({ pm, atob, btoa, Uint8Array, setInterval, clearInterval, ...globals }))
    if (timers.size > 0) await idle.promise
  } catch (error) {
    failed(error)
    await idle.promise
  }
  const sent = [...headers].map(([key, value]): [string, string] => [key, replaceIn(value)])
  const body = request.body && replaceIn(request.body.raw)
  return fetch(replaceIn(request.url.raw), { method: request.method, headers: sent, ...(body === undefined ? {} : { body }) })
}

function itemOf(id: string): Item {
  const found = items.find(({ request }) => request.description.split(':')[0] === id)
  if (found === undefined) throw new Error(`the collection has no ${id}`)
  return found
}

describe('the collection for Postman and Apifox', () => {
  it('is what the contract makes', () => {
    const made = `${JSON.stringify(postmanCollection(), null, 2)}\n`
    expect(text === made, 'the collection differs from the contract: run `npm run openapi` and commit it').toBe(true)
  })

  it('has every operation but the upload of an image, each with an input that the contract accepts', () => {
    const sent = operations.filter(({ encoding }) => encoding === undefined)
    expect(items.map(({ request }) => request.description.split(':')[0])).toEqual(sent.map(({ id }) => id))
    const wrong = sent.flatMap((operation) => {
      const input: unknown = JSON.parse(JSON.stringify(exampleInput(operation)).replaceAll(/\{\{[a-z_]+\}\}/g, '1004'))
      return check(operation.input, input)
    })
    expect(wrong).toEqual([])
  })

  it.each([
    ['Postman, by Web Crypto', postman],
    ['Apifox, by jsrsasign', apifox],
  ])('signs in %s, so that a card goes from its template to its end', async (_name, globals) => {
    const created: unknown = await (await send(itemOf('createCard'), globals)).json()
    if (!isRecord(created) || typeof created.card_id !== 'string') throw new Error(`no card: ${JSON.stringify(created)}`)
    const { card_id } = created
    const statuses: string[] = []
    for (const id of ['getCard', 'listCards', 'importUserCardByOpenid', 'getUserCard', 'listUserCards', 'updateUserCard', 'syncUserPoints'])
      statuses.push(`${id} ${(await send(itemOf(id), globals, { card_id })).status}`)
    expect(statuses.filter((status) => !status.endsWith(' 200'))).toEqual([])
    const ended = await send(itemOf('invalidateUserCard'), globals, { card_id })
    expect(await ended.json()).toMatchObject({ user_card_state: 'INVALID', invalid_reason: '用户申请退会' })
    // What these lack is there only after a member has acted; their signatures are right.
    for (const { request } of items) {
      const answer = await send({ name: '', request }, globals, { card_id, activity_id: '1' })
      expect([request.description, [401, 500].includes(answer.status)]).toEqual([request.description, false])
    }
  })

  it('sends what cannot be undone to this machine alone, unless the host is named', async () => {
    const elsewhere = { base_url: 'https://api.mch.weixin.qq.com' }
    await expect(send(itemOf('invalidateUserCard'), postman, elsewhere)).rejects.toThrow(
      'This call cannot be undone. To send it to api.mch.weixin.qq.com, set the variable allow_final to api.mch.weixin.qq.com.',
    )
    await expect(send(itemOf('getCard'), postman, { private_key: '' })).rejects.toThrow('into the variable private_key')
  })
})
