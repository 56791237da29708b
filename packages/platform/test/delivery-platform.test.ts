import { expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { kinds } from '../../../test/database-fixture.ts'
import { startPlatform } from '../src/index.ts'
import { startTestDelivery } from './fixtures/delivery.ts'
import { startReceiver } from './fixtures/receiver.ts'
import { makeTenants } from './fixtures/tenants.ts'

test.each(kinds)('a platform delivers from its start on, unless it is configured otherwise, on %s', async (kind) => {
  await using receiver = await startReceiver()
  using tenants = makeTenants(({ merchants, brands }) => ({
    merchants: merchants.map((merchant) => ({ ...merchant, allow_private_notify_url: true })),
    brands,
  }))
  await using delivery = await startTestDelivery({ kind, tenants })
  await delivery.join(await delivery.template(receiver.url()))
  const run = async (notify: boolean | undefined, until: Promise<void>) => {
    const { log } = new CapturedLog()
    const options = { tenants: tenants.tenants, folder: tenants.folder, database: delivery.database.url, clock: delivery.clock.read, log }
    const platform = await startPlatform({ ...options, ...(notify === undefined ? {} : { notify }) })
    await until
    await platform.close()
    return (await delivery.outbox()).map(({ state, attempts, lease }) => ({ state, attempts, lease }))
  }
  expect(await run(false, Promise.resolve())).toEqual([{ state: 'pending', attempts: 0, lease: null }])
  expect(await run(undefined, receiver.count(1))).toEqual([{ state: 'delivered', attempts: 1, lease: null }])
})
