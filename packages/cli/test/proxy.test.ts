import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConnections } from '../../desk/src/subject/connections-file.ts'
import { ForwardProxy } from '../../sdk/test/proxy-fixture.ts'
import { run } from './command-fixture.ts'
import { type Rehearsal, rehearse } from './rehearsal-fixture.ts'

// Nobody listens there; only the proxy knows where it leads.
const base_url = 'http://127.0.0.1:1'
let rehearsal: Rehearsal
let proxy: ForwardProxy
beforeAll(async () => {
  rehearsal = await rehearse()
  proxy = await ForwardProxy.open()
  proxy.leadsTo = new URL(rehearsal.platform.url).host
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await proxy[Symbol.asyncDispose]()
  await rehearsal[Symbol.asyncDispose]()
})

describe('behind a proxy of the environment', () => {
  const args = () => [
    'invalidate',
    ...rehearsal.argumentsFor(rehearsal.members[0]),
    '--base-url',
    base_url,
    '--yes',
    '--consent-reference',
    'C1',
  ]

  it('card-member invalidate names the proxy that refuses, and nothing was sent', async () => {
    proxy.refuses = 407
    const { code, stderr } = await run(args(), { env: { HTTP_PROXY: `http://clerk:secret@${proxy.name}` } })
    proxy.refuses = undefined
    expect(code).toBe(1)
    expect(stderr).toContain(`getUserCard was not sent: the proxy ${proxy.name} refused it (HTTP 407).`)
    expect(stderr).not.toContain('secret')
  })

  it('card-member invalidate goes through it', async () => {
    const { code } = await run(args(), { env: { HTTP_PROXY: `http://${proxy.name}` } })
    expect(code).toBe(0)
    expect(proxy.passages.map(({ target }) => new URL(target).host)).toContain('127.0.0.1:1')
  })

  it('the desk goes through it', async () => {
    const path = join(rehearsal.folder, 'connections-behind-proxy.json')
    const { user_card_code, brand_id, card_id, openid } = rehearsal.members[1]
    const credential = JSON.parse(await readFile(rehearsal.credential, 'utf8'))
    await writeFile(path, JSON.stringify([{ ...credential, name: 'far', base_url }]))
    for (const name of ['http_proxy', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, undefined)
    vi.stubEnv('HTTP_PROXY', `http://${proxy.name}`)
    await using connections = await readConnections(path, { take: async () => undefined }, Date.now)
    const card = await connections.for(brand_id, 'far').get({ user_card_code, brand_id, card_id, openid })
    expect(card.user_card_code).toBe(user_card_code)
  })
})
