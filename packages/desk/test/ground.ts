import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPlatform, type TestPlatform } from '@card-member/platform/testing'
import { CardMember } from '@card-member/sdk'
import type { Clock } from '@card-member/sdk/protocol'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { createTemplate } from './template.ts'

/** A member's card on the platform. */
export interface TestCard {
  readonly user_card_code: string
  readonly openid: string
}

/** What a test may want otherwise than usual. */
export interface GroundOptions {
  readonly kind?: TestDatabase['kind'] | undefined
  readonly per_second?: number | undefined
  /** Calls a second that the platform allows; no limit unless given. */
  readonly rate_limit_per_second?: number | undefined
  /** What the test's own calls are signed by. */
  readonly clock?: Clock
}

export const brand_id = '1004'

type Parts = Pick<Ground, 'platform' | 'api' | 'card_id' | 'database' | 'folder' | 'connections'>

/** What a desk stands on: a database of its own, a real platform with a template, and a connections file that leads to it. */
export class Ground implements AsyncDisposable {
  readonly platform: TestPlatform
  readonly api: CardMember
  readonly card_id: string
  readonly database: TestDatabase
  readonly folder: string
  readonly connections: string
  readonly #stack: AsyncDisposableStack

  private constructor(parts: Parts, stack: AsyncDisposableStack) {
    this.platform = parts.platform
    this.api = parts.api
    this.card_id = parts.card_id
    this.database = parts.database
    this.folder = parts.folder
    this.connections = parts.connections
    this.#stack = stack
  }

  static async lay({
    kind = 'sqlite',
    per_second = 300,
    rate_limit_per_second = 0,
    clock = Date.now,
  }: GroundOptions = {}): Promise<Ground> {
    await using stack = new AsyncDisposableStack()
    const folder = await mkdtemp(join(tmpdir(), 'card-member-desk-'))
    stack.defer(() => rm(folder, { recursive: true, force: true }))
    const database = stack.use(await makeDatabase(kind))
    const platform = stack.use(await startPlatform({ rate_limit_per_second }))
    const api = stack.use(new CardMember(platform.credential, { rate_limit: false, clock }))
    const { card_id } = await createTemplate(api, brand_id, platform.appid)
    const connections = join(folder, 'connections.json')
    const { private_key, wechatpay_public_key, apiv3_key, ...credential } = platform.credential
    const files = { private_key_file: private_key, wechatpay_public_key_file: wechatpay_public_key, apiv3_key_file: apiv3_key }
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const named = Object.fromEntries(Object.keys(files).map((name) => [name, name]))
    await writeFile(connections, JSON.stringify([{ name: 'main', per_second, ...credential, ...named }]))
    return new Ground({ platform, api, card_id, database, folder, connections }, stack.move())
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

  /** The text of a batch file with a consent in each row. */
  csv(cards: readonly TestCard[]): string {
    const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'
    const rows = cards.map(
      ({ user_card_code, openid }) =>
        `${this.card_id},${user_card_code},${openid},用户申请退会,sms,2026-11-01 10:00,2026-11-02 10:00,ticket`,
    )
    return [head, ...rows, ''].join('\n')
  }

  /** The same as a file. */
  async file(cards: readonly TestCard[], name = 'batch.csv'): Promise<string> {
    const path = join(this.folder, name)
    await writeFile(path, this.csv(cards))
    return path
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}
