import { test, expect } from 'vitest'
import { randomBytes } from 'node:crypto'
import { DeskServer } from '/work/main/packages/desk/test/desk-server.ts'
import { tellingOf } from '/work/main/packages/desk/test/browser.ts'
test.each([3e4, 1.2e7, 3e7])('%d', async (n) => {
  const s = await DeskServer.start()
  const c = await s.join('c', { brand_id: '1004', role: 'clerk' })
  console.log(n, tellingOf(await c.browser.file('uploadEvidence', { brand_id: '1004' }, { body: randomBytes(n) })))
  const t = Date.now()
  await Promise.race([s[Symbol.asyncDispose](), new Promise((r) => setTimeout(r, 5000))])
  console.log('closed after', Date.now() - t)
})
