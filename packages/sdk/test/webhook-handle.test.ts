import { describe, expect, it } from 'vitest'
import {
  type EventHandlers,
  type EventStore,
  handle,
  handleRequest,
  MemoryEventStore,
  type UnknownEvent,
  type WebhookError,
  type WebhookOptions,
} from '../src/webhook/index.ts'
import { strangerKey } from './fixtures/keys.ts'
import { clock, keyring, notifiedCard, notify } from './fixtures/notification.ts'

const accepted = { status: 204, headers: {}, body: '' }
const refused = (status: number, code: string) => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ code: 'FAIL', message: code }),
})

/** A receiver that records its events. */
class Desk {
  readonly seen: string[] = []
  readonly errors: WebhookError[] = []
  readonly options: WebhookOptions

  constructor(on: EventHandlers = {}, more: Partial<WebhookOptions> = {}) {
    this.options = {
      keyring: keyring(),
      store: new MemoryEventStore({ clock }),
      clock,
      on: { 'USER_CARD.CREATE': ({ resource }) => this.seen.push(resource.openid), ...on },
      onError: (error) => this.errors.push(error),
      pause: async () => undefined,
      ...more,
    }
  }

  async deliver(parts: Parameters<typeof notify>[0] = {}) {
    return handle({ ...(await notify(parts)), ...this.options })
  }

  get codes(): string[] {
    return this.errors.map(({ code }) => code)
  }
}

describe('handle', () => {
  it('runs the handler and accepts', async () => {
    const desk = new Desk()
    expect(await desk.deliver()).toEqual(accepted)
    expect(desk.seen).toEqual([notifiedCard.openid])
    expect(desk.codes).toEqual([])
  })

  it('runs the handler once for an event that comes several times or under both names', async () => {
    const desk = new Desk()
    for (const parts of [{}, {}, { id: 'another' }, { id: 'third', event_type: 'MEMBERCARDSP.USER_CARD.CREATE' }, { id: 'another' }])
      expect(await desk.deliver(parts)).toEqual(accepted)
    expect(desk.seen).toEqual([notifiedCard.openid])
  })

  it('runs the handler again after a failure, and reports the cause', async () => {
    const cause = new Error('no room')
    let tries = 0
    const desk = new Desk({
      'USER_CARD.CREATE': async () => {
        tries++
        if (tries === 1) throw cause
      },
    })
    expect(await desk.deliver()).toEqual(refused(500, 'HANDLER_FAILED'))
    expect(desk.errors).toEqual([expect.objectContaining({ code: 'HANDLER_FAILED', cause, request_id: '08F78BB5AF0610D302189F-0' })])
    expect(await desk.deliver()).toEqual(accepted)
    expect(await desk.deliver()).toEqual(accepted)
    expect(tries).toBe(2)
  })

  it('runs the handler once for two simultaneous deliveries, and accepts both', async () => {
    const gate = Promise.withResolvers<void>()
    const desk = new Desk({}, { pause: async () => gate.resolve() })
    let runs = 0
    const on: EventHandlers = {
      'USER_CARD.CREATE': async () => {
        runs++
        await gate.promise
      },
    }
    const [one, other] = [await notify(), await notify()]
    const answers = await Promise.all([one, other].map((delivery) => handle({ ...delivery, ...desk.options, on })))
    expect(answers).toEqual([accepted, accepted])
    expect(runs).toBe(1)
  })

  it('rejects a delivery when the other one takes too long', async () => {
    const gate = Promise.withResolvers<void>()
    const waited: number[] = []
    const desk = new Desk({ 'USER_CARD.CREATE': () => gate.promise }, { pause: async (ms) => void waited.push(ms) })
    const first = desk.deliver()
    const second = desk.deliver()
    const early = await Promise.race([first, second])
    expect(early).toEqual(refused(409, 'EVENT_BUSY'))
    expect(waited).toEqual(Array.from({ length: 30 }, () => 100))
    gate.resolve()
    expect(await Promise.all([first, second])).toContainEqual(accepted)
  })

  it('accepts a kind without a handler, and an unknown one', async () => {
    const desk = new Desk()
    const unknown: UnknownEvent[] = []
    expect(await desk.deliver({ event_type: 'BRAND_MEMBER_CARD_SP.USER_CARD.DELETE' })).toEqual(accepted)
    expect(await desk.deliver({ id: '2', event_type: 'NEW.THING' })).toEqual(accepted)
    const curious = new Desk({}, { onUnknown: (event) => unknown.push(event) })
    expect(await curious.deliver({ event_type: 'NEW.THING', resource: { a: 1 } })).toEqual(accepted)
    expect(unknown.map(({ event_type, resource, missing }) => ({ event_type, resource, missing }))).toEqual([
      { event_type: 'NEW.THING', resource: { a: 1 }, missing: [] },
    ])
  })

  it('rejects a known event without its required fields, unless onUnknown handles it', async () => {
    const desk = new Desk()
    expect(await desk.deliver({ resource: { brand_id: '1004' } })).toEqual(refused(500, 'RESOURCE_INCOMPLETE'))
    expect(desk.errors[0]?.message).toContain('card_id, openid')
    const taken: string[] = []
    const open = new Desk({}, { onUnknown: ({ missing }) => taken.push(...missing) })
    expect(await open.deliver({ resource: { brand_id: '1004' } })).toEqual(accepted)
    expect(taken).toEqual(['card_id', 'openid'])
  })

  it('rejects an untrusted notification without asking the store', async () => {
    const store: EventStore = { claim: failing, confirm: failing, release: failing }
    const desk = new Desk({}, { store })
    expect(await desk.deliver({ key: strangerKey })).toEqual(refused(401, 'SIGNATURE_WRONG'))
    expect(await desk.deliver({ apiv3_key: 'w'.repeat(32) })).toEqual(refused(500, 'APIV3_KEY_WRONG'))
    expect(desk.codes).toEqual(['SIGNATURE_WRONG', 'APIV3_KEY_WRONG'])
  })

  it('rejects while the store is unavailable, and accepts when only the confirmation fails', async () => {
    const away = new Desk({}, { store: { claim: failing, confirm: failing, release: failing } })
    expect(await away.deliver()).toEqual(refused(500, 'STORE_FAILED'))
    expect(away.seen).toEqual([])
    const half = new Desk({}, { store: { claim: async () => 'taken', confirm: failing, release: failing } })
    expect(await half.deliver()).toEqual(accepted)
    expect(half.seen).toEqual([notifiedCard.openid])
    expect(half.codes).toEqual(['STORE_FAILED', 'STORE_FAILED'])
  })

  it('answers the same when the logger fails', async () => {
    const broken = new Desk({}, { onError: throwing })
    expect(await broken.deliver({ key: strangerKey })).toEqual(refused(401, 'SIGNATURE_WRONG'))
  })
})

describe('handleRequest', () => {
  const post = async (body?: string) => {
    const { raw, headers } = await notify()
    return new Request('http://127.0.0.1/notify/shop-1', { method: 'POST', headers, body: body ?? new Uint8Array(raw) })
  }

  it('answers with a Response and passes the tenant', async () => {
    const tenants: (string | undefined)[] = []
    const desk = new Desk(
      {},
      {
        keyring: ({ tenant }) => {
          tenants.push(tenant)
          return keyring()
        },
      },
    )
    const answer = await handleRequest(await post(), { ...desk.options, tenant: ({ url }) => url.split('/').at(-1) })
    expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 204, body: '' })
    expect(tenants).toEqual(['shop-1'])
  })

  it('reports a body that was already read', async () => {
    const desk = new Desk()
    const request = await post()
    await request.json()
    const answer = await handleRequest(request, desk.options)
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 500, body: { code: 'FAIL', message: 'BODY_PARSED' } })
  })

  it('reads at most the largest body of a notification', async () => {
    const desk = new Desk()
    const answer = await handleRequest(await post('x'.repeat(1024 * 1024 + 1)), desk.options)
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 413, body: { code: 'FAIL', message: 'BODY_TOO_LARGE' } })
  })
})

function throwing(): never {
  throw new Error('disk full')
}

async function failing(): Promise<never> {
  throw new Error('no connection')
}
