import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPlatform } from '@card-member/platform'
import { CardMember } from '@card-member/sdk'
import { makeLog } from '@card-member/service'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { merchant as merchantKeys, platform as platformKeys } from '../../sdk/test/fixtures/keys.ts'
import { type DeskParts, openParts } from '../src/parts.ts'
import { createTemplate } from './template.ts'

/** The brands of the platform: the merchant may act for both, the second has a credential of its own as well. */
export const [first, second] = ['1004', '2005'] as const

const mchid = '1900000001'
const serials = { merchant: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', brand: '6157F09EFDC096DE15EBE81A47057A7232F1B8E2' }
const key_id = 'PUB_KEY_ID_0000000000000000000000000001'

/** A member's card of one of the brands. */
export interface BrandCard {
  readonly brand_id: string
  readonly card_id: string
  readonly user_card_code: string
  readonly openid: string
}

/** An event of a connections file. */
export type ConnectionEntry = Readonly<Record<string, unknown>>

/** A platform with two brands, seen through something that can answer a call with an answer to an earlier one. */
export class TwoBrands implements AsyncDisposable {
  readonly api: CardMember
  readonly database: TestDatabase
  readonly folder: string
  /** Fields of a credential for the merchant, and of the second brand's own. */
  readonly merchant: ConnectionEntry
  readonly own: ConnectionEntry
  /** Path of each operation that was called, the oldest first. */
  readonly seen: string[]
  /** Answers every call with what was answered last, until it is switched off. */
  readonly replay: (on: boolean) => void
  readonly #stack: AsyncDisposableStack

  private constructor(
    parts: Pick<TwoBrands, 'api' | 'database' | 'folder' | 'merchant' | 'own' | 'seen' | 'replay'>,
    stack: AsyncDisposableStack,
  ) {
    this.api = parts.api
    this.database = parts.database
    this.folder = parts.folder
    this.merchant = parts.merchant
    this.own = parts.own
    this.seen = parts.seen
    this.replay = parts.replay
    this.#stack = stack
  }

  static async lay(kind: TestDatabase['kind']): Promise<TwoBrands> {
    await using stack = new AsyncDisposableStack()
    const folder = await mkdtemp(join(tmpdir(), 'card-member-brands-'))
    stack.defer(() => rm(folder, { recursive: true, force: true }))
    const database = stack.use(await makeDatabase(kind))
    const { private_key, public_key } = merchantKeys
    await writeFile(join(folder, 'platform.pem'), platformKeys.private_key)
    await writeFile(join(folder, 'wechatpay.pem'), platformKeys.public_key)
    await writeFile(join(folder, 'private.pem'), private_key)
    await writeFile(join(folder, 'public.pem'), public_key)
    await writeFile(join(folder, 'apiv3.key'), 'an-apiv3-key-made-for-tests-only')
    const caller = { public_key_file: 'public.pem' }
    const limits = { apiv3_key_file: 'apiv3.key', rate_limit_per_second: 0 }
    const tenants = join(folder, 'tenants.json')
    await writeFile(
      tenants,
      JSON.stringify({
        platform: { key_id, private_key_file: 'platform.pem' },
        merchants: [{ mchid, serial_no: serials.merchant, ...caller, ...limits, brands: [first, second] }],
        brands: [
          { brand_id: first, appids: ['wx1004'] },
          { brand_id: second, appids: ['wx2005'], keys: [{ serial_no: serials.brand, ...caller }], ...limits },
        ],
      }),
    )
    const log = makeLog({ level: 'silent' })
    const platform = await startPlatform({ tenants, database: `sqlite:${join(folder, 'platform.db')}`, port: 0, log })
    stack.defer(() => platform.close())
    const between = stack.use(await replayer(platform.url))
    const files = { private_key_file: 'private.pem', wechatpay_public_key_file: 'wechatpay.pem', apiv3_key_file: 'apiv3.key' }
    const common = { base_url: between.url, wechatpay_public_key_id: key_id, ...files, per_second: 300 }
    const api = stack.use(
      new CardMember(
        {
          base_url: platform.url,
          mchid,
          serial_no: serials.merchant,
          private_key,
          wechatpay_public_key_id: key_id,
          wechatpay_public_key: platform.wechatpay_public_key,
          apiv3_key: 'an-apiv3-key-made-for-tests-only',
        },
        { rate_limit: false },
      ),
    )
    const merchant = { ...common, mchid, serial_no: serials.merchant }
    const own = { ...common, brand_id: second, serial_no: serials.brand }
    const { seen, replay } = between
    return new TwoBrands({ api, database, folder, merchant, own, seen, replay }, stack.move())
  }

  /** A member's card of a brand, made on the platform. */
  async card(brand_id: typeof first | typeof second, number = 0): Promise<BrandCard> {
    const { card_id } = await createTemplate(this.api, brand_id, `wx${brand_id}`)
    const member = { user_card_code: `4785${brand_id}000${number}`, openid: `obLatj${brand_id}000${number}` }
    await this.api.userCards.importByOpenid({ ...member, brand_id, card_id, valid_date_information: { type: 'PERMANENT' } })
    return { brand_id, card_id, ...member }
  }

  /** A desk with these connections. */
  async desk(events: readonly ConnectionEntry[]): Promise<DeskParts> {
    const connections = join(this.folder, 'connections.json')
    await writeFile(connections, JSON.stringify(events))
    return openParts({ database: this.database.url, folder: this.folder, connections, log: makeLog({ level: 'silent' }) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

/** Passes calls on as they are, or answers with the answer to the last that was: it is signed, so it verifies. */
async function replayer(target: string) {
  const seen: string[] = []
  let replaying = false
  let last = { status: 200, headers: {}, body: Buffer.alloc(0) }
  const server = createServer((incoming, outgoing) => {
    const give = () => outgoing.writeHead(last.status, last.headers).end(last.body)
    seen.push(`${incoming.method} ${incoming.url}`)
    if (replaying) return void incoming.resume().once('end', give)
    const { method, url: path, headers } = incoming
    const onward = request(`${target}${path}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('end', () => {
        last = { status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) }
        give()
      })
    })
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => void server.close(() => resolve()))
  }
  const replay = (on: boolean) => {
    replaying = on
  }
  return { url, seen, replay, [Symbol.asyncDispose]: close }
}
