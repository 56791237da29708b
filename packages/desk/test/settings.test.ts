import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CapturedLog } from '../../../test/captured-log.ts'
import { kinds, makeDatabase } from '../../../test/database-fixture.ts'
import { changeSettings, settingsFor } from '../src/domain/settings.ts'
import { openParts } from '../src/parts.ts'

const brand_id = '1004'

test.each(kinds)('settings that two administrators change at the same moment are both kept, forty times, on %s', async (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-settings-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const made = stack.use(await makeDatabase(kind))
  // Each at a process of their own.
  const open = async () => stack.use(await openParts({ database: made.url, folder, log: new CapturedLog().log }))
  const desks = [await open(), await open()] as const
  const actor = (name: string) => ({
    staff_id: name,
    name,
    grants: [{ brand_id: '*', role: 'admin' } as const],
    second_factor_time: Math.floor(Date.now() / 1000),
  })
  for (let round = 1; round <= 40; round++) {
    await Promise.all([
      changeSettings(desks[0].context, actor('chen'), brand_id, { retention_days: 1096 + round }),
      changeSettings(desks[1].context, actor('liu'), brand_id, { consent_days: 1000 - round }),
    ])
    expect(await settingsFor(desks[0].context, actor('chen'), brand_id)).toMatchObject({
      retention_days: 1096 + round,
      consent_days: 1000 - round,
    })
  }
})
