import { type Database, openDatabase, parseDatabaseUrl, Vault } from '@card-member/service/database'
import { CapturedLog } from '../../../test/captured-log.ts'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { TestClock } from '../../../test/test-clock.ts'
import { joinCard } from '../src/domain/join-card.ts'
import { type BeginExchangeInput, beginExchange, deleteUserCard } from '../src/domain/member-actions.ts'
import { encryptPersonalData, type UserCardChanges } from '../src/domain/user-card-changes.ts'
import type { WriteOperation } from '../src/domain/write-operation.ts'
import { Writer } from '../src/domain/writer.ts'
import { type Platform, startPlatform } from '../src/index.ts'
import type { Schema } from '../src/store/schema.ts'
import type { MemberKey, UserCardRow } from '../src/store/user-cards.ts'
import { storageKeys } from '../src/tenants/key-files.ts'
import { loadTenantsFile } from '../src/tenants/tenants-file.ts'
import { Caller, type Signer } from './caller.ts'
import { makeTenants, mchid, type TenantsFolder } from './tenants-fixture.ts'

/** What a test may want otherwise than usual. */
export interface StageOptions {
  readonly kind?: TestDatabase['kind']
  readonly tenants?: TenantsFolder
  readonly signer?: Signer
  readonly clock?: TestClock
}

/** A real platform that delivers nothing, with a caller; and beside it what members do, which no operation can. */
export class Stage implements AsyncDisposable {
  readonly platform: Platform
  readonly caller: Caller
  readonly database: TestDatabase
  readonly clock: TestClock
  readonly #writer: Writer
  readonly #vault: Vault
  readonly #stack: AsyncDisposableStack

  private constructor(parts: Pick<Stage, 'platform' | 'caller' | 'database' | 'clock'>, opened: Database<Schema>, vault: Vault) {
    this.platform = parts.platform
    this.caller = parts.caller
    this.database = parts.database
    this.clock = parts.clock
    this.#writer = new Writer(opened, () => undefined)
    this.#vault = vault
    this.#stack = new AsyncDisposableStack()
  }

  static async start({ kind = 'sqlite', clock = new TestClock(), signer, ...options }: StageOptions = {}): Promise<Stage> {
    await using stack = new AsyncDisposableStack()
    const database = stack.use(await makeDatabase(kind))
    const { tenants, folder } = options.tenants ?? stack.use(makeTenants())
    const { log } = new CapturedLog()
    const platform = stack.use(await startPlatform({ tenants, folder, database: database.url, clock: clock.read, log, notify: false }))
    const caller = stack.use(new Caller(platform, clock.read, signer))
    const opened = await openDatabase<Schema>(parseDatabaseUrl(database.url))
    stack.defer(() => opened.close())
    const stage = new Stage({ platform, caller, database, clock }, opened, new Vault(storageKeys(loadTenantsFile(tenants), folder)))
    stage.#stack.use(stack.move())
    return stage
  }

  /** A member takes a card. */
  async join(input: MemberKey & Pick<UserCardChanges, 'phone_number' | 'user_information'>): Promise<UserCardRow> {
    return this.#write(joinCard(this.#vault), await encryptPersonalData(input, this.#vault))
  }

  /** A member deletes their card. */
  delete(input: MemberKey & { readonly user_card_code: string }): Promise<UserCardRow> {
    return this.#write(deleteUserCard(this.#vault), input)
  }

  /** A member wants a coupon; returns the record's id. */
  async beginExchange(input: BeginExchangeInput): Promise<string> {
    return (await this.#write(beginExchange(this.#vault), input)).record_id
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }

  #write<Input, Result>(write: WriteOperation<Input, Result>, input: Input): Promise<Result> {
    const call = {
      input,
      caller_kind: 'partner',
      caller_id: mchid,
      request_id: 'A'.repeat(22),
      operation: 'importUserCardByOpenid',
      now: this.clock.seconds,
    } as const
    return this.#writer.submit(write, call)
  }
}
