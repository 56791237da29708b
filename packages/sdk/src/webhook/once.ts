import { makeNonce } from '../protocol/nonce.ts'
import { text } from '../text.ts'
import { WebhookError } from './error.ts'
import type { Claim, EventStore } from './store.ts'

/** Times of handling an event once, in milliseconds. */
export interface OnceOptions {
  /** How long a handler may take before another delivery may run it, in case this process has ended; default 60,000. */
  readonly lease_ms?: number | undefined
  /** How long handled events are remembered; default 7 days. WeChat Pay repeats a notification for one day. */
  readonly keep_ms?: number | undefined
  /** How long a delivery waits while another delivery of the same event is handled; default 3,000. */
  readonly wait_ms?: number | undefined
  /** Injected so that tests control time. */
  readonly pause?: ((ms: number) => Promise<void>) | undefined
}

const step_ms = 100
const realPause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Runs `work` unless it succeeded for one of these keys. Work that failed is run again.
 *
 * @param unconfirmed called when the work succeeded and the store failed to record it
 * @throws {WebhookError} EVENT_BUSY, STORE_FAILED, or whatever the work threw
 */
export async function once(
  store: EventStore,
  keys: readonly string[],
  work: () => Promise<void>,
  options: OnceOptions & { readonly unconfirmed: (error: WebhookError) => void },
): Promise<void> {
  const { lease_ms = 60_000, keep_ms = 7 * 86_400_000, unconfirmed } = options
  const owner = makeNonce()
  const held: string[] = []
  try {
    for (const key of keys) {
      const claim = await claimOrWait(store, key, owner, lease_ms, options)
      if (claim === 'busy') throw new WebhookError('EVENT_BUSY', key)
      if (claim === 'done') break
      held.push(key)
    }
    if (held.length === keys.length) await work()
  } catch (error) {
    // A key that cannot be released is free when its lease ends.
    await Promise.allSettled(held.map((key) => store.release(key, owner)))
    throw error
  }
  for (const key of held) {
    try {
      await store.confirm(key, owner, keep_ms)
    } catch (cause) {
      unconfirmed(new WebhookError('STORE_FAILED', text({ zh: '确认', en: 'confirm' }), { cause }))
    }
  }
}

async function claimOrWait(store: EventStore, key: string, owner: string, lease_ms: number, options: OnceOptions): Promise<Claim> {
  const { wait_ms = 3_000, pause = realPause } = options
  for (let waited = 0; ; waited += step_ms) {
    const claim = await store.claim(key, owner, lease_ms).catch((cause: unknown) => {
      throw new WebhookError('STORE_FAILED', text({ zh: '占用', en: 'claim' }), { cause })
    })
    if (claim !== 'busy' || waited >= wait_ms) return claim
    await pause(step_ms)
  }
}
