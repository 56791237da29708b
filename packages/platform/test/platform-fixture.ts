import { CapturedLog } from '../../../test/captured-log.ts'
import { makeDatabase, type TestDatabase } from '../../../test/database-fixture.ts'
import { TestClock } from '../../../test/test-clock.ts'
import { type Platform, startPlatform } from '../src/index.ts'
import { Caller } from './caller.ts'
import { makeTenants, type TenantsFolder } from './tenants-fixture.ts'

/** What a test may want otherwise than usual. */
export interface TestPlatformOptions {
  readonly kind?: TestDatabase['kind']
  /** A database that outlives the platform. */
  readonly database?: TestDatabase
  /** A folder of tenants and keys that outlives the platform. */
  readonly tenants?: TenantsFolder
  readonly clock?: TestClock
}

/** A real platform on a free port with a database and a folder of its own, and a caller that it knows. */
export interface TestPlatform extends AsyncDisposable {
  readonly platform: Platform
  readonly caller: Caller
  readonly database: TestDatabase
  readonly tenants: TenantsFolder
  readonly clock: TestClock
  readonly log: CapturedLog
}

/**
 * Boots a platform.
 *
 * @example
 * await using test = await startTestPlatform({ kind: 'postgres' })
 * const received = await test.caller.call('GET', '/v3/brand/partner/card-member/cards?brand_id=1004&offset=0&limit=20')
 */
export async function startTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  await using stack = new AsyncDisposableStack()
  const { clock = new TestClock() } = options
  const database = options.database ?? stack.use(await makeDatabase(options.kind ?? 'sqlite'))
  const tenants = options.tenants ?? stack.use(makeTenants())
  const log = new CapturedLog()
  const platform = stack.use(
    await startPlatform({ tenants: tenants.tenants, database: database.url, folder: tenants.folder, clock: clock.read, log: log.log }),
  )
  const caller = stack.use(new Caller(platform, clock.read))
  const kept = stack.move()
  return { platform, caller, database, tenants, clock, log, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
