import { randomUUID } from 'node:crypto'
import { Metrics } from '@card-member/service'
import { agreeOnKeys, type Database, migrate, openDatabase, parseDatabaseUrl, Vault } from '@card-member/service/database'
import { CapturedLog } from '../../../test/captured-log.ts'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { TestClock } from '../../../test/test-clock.ts'
import { type DispatcherOptions, NotificationDispatcher } from '../src/delivery/notification-dispatcher.ts'
import { createCard } from '../src/domain/create-card.ts'
import type { Coupon } from '../src/domain/exchange.ts'
import { joinCard } from '../src/domain/join-card.ts'
import { askForPoints, beginExchange, deleteUserCard } from '../src/domain/member-actions.ts'
import { encryptPersonalData } from '../src/domain/user-card-changes.ts'
import type { WriteOperation } from '../src/domain/write-operation.ts'
import { Writer } from '../src/domain/writer.ts'
import { migrationsFor } from '../src/store/migrations/index.ts'
import { type CallerColumns, type Schema, tables } from '../src/store/schema.ts'
import type { UserCardRow } from '../src/store/user-cards.ts'
import { keyFilesOf, storageKeys } from '../src/tenants/key-files.ts'
import { PlatformKeys } from '../src/tenants/platform-keys.ts'
import { Tenants } from '../src/tenants/tenants.ts'
import { loadTenantsFile } from '../src/tenants/tenants-file.ts'
import { type CardInput, cardInput } from './card-calls.ts'
import { brand_id, makeTenants, mchid, type TenantsFolder } from './tenants-fixture.ts'

/** What a test may want otherwise than usual. */
export interface TestDeliveryOptions
  extends Partial<Pick<DispatcherOptions, 'allow_private' | 'resolve' | 'timeout_ms' | 'concurrency' | 'limits' | 'target'>> {
  readonly kind?: TestDatabase['kind']
  readonly database?: TestDatabase
  readonly tenants?: TenantsFolder
  readonly clock?: TestClock
  /** Where the database is reached, when it is not where it is. */
  readonly url?: string
}

/** A coupon that members want. */
export const coupon: Coupon = {
  exchange_coupon_template_id: 'template-1',
  deduct_points: 100,
  product_coupon_id: 'product-1',
  product_coupon_stock_type: 'PRODUCT_COUPON_STOCK_TYPE_BUSI_FAVOR',
  stock_id: 'stock-1',
  issue: true,
}

const partner: CallerColumns = { caller_kind: 'partner', caller_id: mchid }

// Long enough that no poll happens while a test runs: what it expects must come from what it did.
const never = 600_000

/** The parts of a platform that write notifications and deliver them, without its front door. */
export class TestDelivery implements AsyncDisposable {
  readonly clock: TestClock
  readonly log = new CapturedLog()
  readonly metrics = new Metrics()
  readonly tenants: Tenants
  readonly folder: TenantsFolder
  readonly keys: PlatformKeys
  readonly database: TestDatabase
  readonly dispatcher: NotificationDispatcher
  readonly #writer: Writer
  readonly #vault: Vault
  readonly #stack: AsyncDisposableStack

  private constructor(
    options: TestDeliveryOptions,
    made: { database: TestDatabase; opened: Database<Schema>; folder: TenantsFolder },
    stack: AsyncDisposableStack,
  ) {
    const { kind: _kind, database: _database, tenants: _tenants, clock = new TestClock(), url: _url, ...dispatcher } = options
    this.#stack = stack
    this.clock = clock
    this.folder = made.folder
    this.database = made.database
    const loaded = loadTenantsFile(made.folder.tenants)
    this.tenants = new Tenants(loaded)
    this.keys = new PlatformKeys(loaded, made.folder.folder, clock.read)
    this.#vault = new Vault(storageKeys(loaded, made.folder.folder))
    const { tenants, keys, metrics } = this
    const parts = { database: made.opened, tenants, keys, vault: this.#vault, clock: clock.read, log: this.log.log, metrics }
    this.dispatcher = new NotificationDispatcher({ ...parts, allow_private: true, poll_ms: never, ...dispatcher })
    this.#writer = new Writer(
      made.opened,
      () => undefined,
      () => this.dispatcher.wake(),
    )
    stack.defer(() => this.dispatcher.close())
  }

  /** Makes the parts; the dispatcher waits to be started. */
  static async make(options: TestDeliveryOptions = {}): Promise<TestDelivery> {
    await using stack = new AsyncDisposableStack()
    const database = options.database ?? stack.use(await makeDatabase(options.kind ?? 'sqlite'))
    const folder = options.tenants ?? stack.use(makeTenants())
    const opened = await openDatabase<Schema>(parseDatabaseUrl(options.url ?? database.url))
    stack.defer(() => opened.close())
    const files = keyFilesOf(loadTenantsFile(folder.tenants), folder.folder, [])
    await agreeOnKeys(opened, { product: 'platform', tables, files, time: 0 })
    await migrate(opened.write, migrationsFor(opened.kind))
    return new TestDelivery(options, { database, opened, folder }, stack.move())
  }

  /** Adds a template whose events go to an address. */
  async template(notify_url: string, { caller, ...over }: Partial<CardInput> & { readonly caller?: CallerColumns } = {}): Promise<string> {
    const input = cardInput({ notify_url, out_request_no: randomUUID(), ...over })
    const { card_id } = await this.#write(createCard, input, caller)
    return card_id
  }

  async join(card_id: string, openid = 'openid-1'): Promise<UserCardRow> {
    const input = { brand_id, card_id, openid, phone_number: '13800001234' }
    return this.#write(joinCard(this.#vault), await encryptPersonalData(input, this.#vault))
  }

  delete(card: UserCardRow): Promise<UserCardRow> {
    return this.#write(deleteUserCard(this.#vault), card)
  }

  exchange(card: UserCardRow) {
    const { card_id, openid, user_card_code } = card
    return this.#write(beginExchange(this.#vault), { brand_id, card_id, openid, user_card_code, ...coupon })
  }

  askForPoints(card: UserCardRow): Promise<UserCardRow> {
    return this.#write(askForPoints(this.#vault), card)
  }

  /** Moves the clock, and waits for what has become due. */
  async after(seconds: number): Promise<void> {
    this.clock.advance(seconds)
    this.dispatcher.wake()
    await this.dispatcher.idle()
  }

  /** What the outbox says of each notification, in their order. */
  outbox(): Promise<Record<string, unknown>[]> {
    return this.database.rows(
      'select state, attempts, next_time, lease, last_result, last_status, last_detail from outbox order by sequence',
    )
  }

  /** Results that were counted, as `EVENT result n`. */
  async counted(): Promise<string[]> {
    const text = await this.metrics.text()
    const lines = text.matchAll(/^card_member_notifications_total\{event="([^"]+)",result="([^"]+)"\} (\d+)$/gm)
    return Array.from(lines, ([, event, result, count]) => `${event} ${result} ${count}`).sort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }

  #write<Input, Result>(write: WriteOperation<Input, Result>, input: Input, caller = partner): Promise<Result> {
    const operation = 'importUserCardByOpenid'
    return this.#writer.submit(write, { input, ...caller, request_id: 'A'.repeat(22), operation, now: this.clock.seconds })
  }
}
