import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPlatform, type TestPlatform } from '@card-member/platform/testing'
import { CardMember } from '@card-member/sdk'
import { makeLog } from '@card-member/service'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import type { Role } from '../src/contract/index.ts'
import { type Desk, openDesk } from '../src/index.ts'
import type { Actor } from '../src/people/actor.ts'

/** A member's card on the platform. */
export interface TestCard {
  readonly user_card_code: string
  readonly openid: string
}

/** What a test may want otherwise than usual. */
export interface SceneOptions {
  readonly kind?: TestDatabase['kind']
  readonly per_second?: number
  readonly settle_seconds?: number
  /** Calls a second that the platform allows; no limit unless given. */
  readonly rate_limit_per_second?: number
}

export const brand_id = '1004'

/** A desk on a database of its own, and a real platform that it reaches, with a template. */
export class Scene implements AsyncDisposable {
  readonly platform: TestPlatform
  readonly api: CardMember
  readonly card_id: string
  readonly database: TestDatabase
  readonly folder: string
  readonly connections: string
  readonly settle_seconds: number
  readonly desk: Desk
  readonly #stack: AsyncDisposableStack

  private constructor(
    parts: Omit<Scene, 'actor' | 'importCards' | 'another' | 'file' | typeof Symbol.asyncDispose>,
    stack: AsyncDisposableStack,
  ) {
    this.platform = parts.platform
    this.api = parts.api
    this.card_id = parts.card_id
    this.database = parts.database
    this.folder = parts.folder
    this.connections = parts.connections
    this.settle_seconds = parts.settle_seconds
    this.desk = parts.desk
    this.#stack = stack
  }

  static async open({
    kind = 'sqlite',
    per_second = 300,
    settle_seconds = 2,
    rate_limit_per_second = 0,
  }: SceneOptions = {}): Promise<Scene> {
    await using stack = new AsyncDisposableStack()
    const folder = await mkdtemp(join(tmpdir(), 'card-member-desk-'))
    stack.defer(() => rm(folder, { recursive: true, force: true }))
    const database = stack.use(await makeDatabase(kind))
    const platform = stack.use(await startPlatform({ rate_limit_per_second }))
    const api = stack.use(new CardMember(platform.credential, { rate_limit: false }))
    const { card_id } = await api.cards.create({
      out_request_no: 'desk-test',
      brand_id,
      appid: platform.appid,
      card_type: 'NORMAL',
      card_title: '会员卡',
      card_color: '#2E7D5B',
      card_picture_url: 'https://wxpaylogo.qpic.cn/wxpaylogo/desk/0',
      code_mode: 'MERCHANT_ALLOCATE',
      code_type: 'BAR_CODE',
      benefits: '九折',
      notify_url: 'https://example.com/notify',
      valid_date_information: { type: 'PERMANENT' },
    })
    const connections = join(folder, 'connections.json')
    const { private_key, wechatpay_public_key, apiv3_key, ...credential } = platform.credential
    const files = { private_key_file: private_key, wechatpay_public_key_file: wechatpay_public_key, apiv3_key_file: apiv3_key }
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const named = Object.fromEntries(Object.keys(files).map((name) => [name, name]))
    await writeFile(connections, JSON.stringify([{ name: 'main', per_second, ...credential, ...named }]))
    const desk = stack.use(await openDesk({ ...optionsOf({ database, folder, connections, settle_seconds }) }))
    return new Scene({ platform, api, card_id, database, folder, connections, settle_seconds, desk }, stack.move())
  }

  /** Another desk on the same database. */
  another(): Promise<Desk> {
    return openDesk(optionsOf(this))
  }

  /** Someone with roles for every brand, who has just given a code of their second factor. */
  actor(name: string, ...roles: Role[]): Actor {
    const grants = roles.map((role) => ({ brand_id: '*', role }))
    return { person_id: name, name, grants, second_factor_time: Math.floor(Date.now() / 1000) }
  }

  /** Members with cards, made on the platform. */
  async importCards(count: number, first = 0): Promise<TestCard[]> {
    const cards = Array.from({ length: count }, (_, index): TestCard => {
      const number = String(first + index).padStart(8, '0')
      return { user_card_code: `4785${number}`, openid: `obLatj${number}` }
    })
    const left = [...cards]
    const lane = async () => {
      for (let card = left.shift(); card !== undefined; card = left.shift())
        await this.api.userCards.importByOpenid({ ...card, brand_id, card_id: this.card_id, valid_date_information: { type: 'PERMANENT' } })
    }
    await Promise.all(Array.from({ length: 16 }, lane))
    return cards
  }

  /** Writes a batch file with a consent in each row. */
  async file(cards: readonly TestCard[], name = 'batch.csv'): Promise<string> {
    const path = join(this.folder, name)
    const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'
    const rows = cards.map(
      ({ user_card_code, openid }) =>
        `${this.card_id},${user_card_code},${openid},用户申请退会,sms,2026-11-01 10:00,2026-11-02 10:00,ticket`,
    )
    await writeFile(path, [head, ...rows, ''].join('\n'))
    return path
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

function optionsOf({
  database,
  folder,
  connections,
  settle_seconds,
}: Pick<Scene, 'database' | 'folder' | 'connections' | 'settle_seconds'>) {
  return { database: database.url, folder, connections, settle_seconds, log: makeLog({ level: 'warn' }) }
}
