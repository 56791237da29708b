import { checkTarget, PostError, post, rejectOnAbort, systemResolve } from '@card-member/service/outbound'
import { sign } from '../audit/desk-key.ts'
import { claimNotifications, hasDueNotification, type NotificationRow, recordNotification } from '../store/notifications.ts'
import { type Context, reading, secondsOf, sharedSeconds, write } from './context.ts'
import { findDeskSettings } from './setting-changes.ts'

const minute = 60
const hour = 60 * minute
/** Seconds to wait after each attempt that failed; after the last of them it is given up. */
const waits: readonly number[] = [15, minute, 5 * minute, 30 * minute, 2 * hour]
const timeout_ms = 5000
// A lease outlives an attempt and the transaction that records it.
const lease_seconds = 20
const limit = 16

type Needs = Pick<Context, 'auditLog' | 'clock' | 'database' | 'databaseNow' | 'log'>

/** Counts attempts by what became of them: `delivered`, `failed` and repeated later, or `given_up`. */
export interface NotificationCounter {
  notified(event: string, result: 'delivered' | 'failed' | 'given_up'): void
}

/**
 * Posts the notifications that are due to `notify_url`, each once unless a process ends before it records the answer. Without a
 * `notify_url` they are given up.
 *
 * @param stop ends the requests in flight, which are repeated later
 * @param counter counts the attempts
 */
export async function sendNotifications(context: Needs, stop: AbortSignal, counter?: NotificationCounter): Promise<void> {
  const now = await sharedSeconds(context, reading(context))
  if (stop.aborted || !(await hasDueNotification(reading(context), now))) return
  const rows = await write(context, (store) => claimNotifications(store, { now, lease_time: now + lease_seconds, limit }))
  const { notify_url } = await findDeskSettings(reading(context))
  await Promise.all(rows.map((row) => send(context, row, notify_url, stop, counter)))
}

async function send(
  context: Needs,
  row: NotificationRow,
  notify_url: string | null,
  stop: AbortSignal,
  counter?: NotificationCounter,
): Promise<void> {
  const { notification_id: id, event, attempts: attempt } = row
  const failure =
    notify_url === null
      ? 'no notify_url'
      : await attemptPost(context, row, notify_url, AbortSignal.any([stop, AbortSignal.timeout(timeout_ms)]))
  const wait = notify_url === null ? undefined : waits[attempt - 1]
  const ends = failure === undefined || wait === undefined
  await write(context, async (store) => {
    const now = await sharedSeconds(context, store)
    await recordNotification(store, row, ends ? { next_time: row.next_time, end_time: now } : { next_time: now + wait, end_time: null })
  })
  if (failure === undefined) {
    counter?.notified(event, 'delivered')
    context.log.info({ id, event, attempt }, 'notified')
  } else {
    counter?.notified(event, ends ? 'given_up' : 'failed')
    context.log.warn({ id, event, attempt, failure }, ends ? 'a notification was given up' : 'a notification was not delivered')
  }
}

/** Makes one attempt; resolves with why it failed. */
async function attemptPost(context: Needs, row: NotificationRow, notify_url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    // Of what is not public, this machine alone is allowed, without TLS: a receiver beside the desk.
    const allow_private = notify_url.startsWith('http:')
    const target = await rejectOnAbort(signal, checkTarget(notify_url, { allow_private, resolve: systemResolve }))
    const body = bodyOf(row)
    const timestamp = String(secondsOf(context.clock))
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'card-member',
      'card-member-timestamp': timestamp,
      'card-member-signature': sign(context.auditLog.key, `${timestamp}\n${body}\n`),
    }
    const status = await post(target, headers, Buffer.from(body), signal)
    return status >= 200 && status < 300 ? undefined : `status ${status}`
  } catch (error) {
    if (error instanceof PostError) return `${error.failure}: ${error.message}`
    throw error
  }
}

function bodyOf({ notification_id: id, event, brand_id, subject_id, time }: NotificationRow): string {
  const subject = event === 'batch.waiting' ? { batch_id: subject_id } : { change_id: subject_id }
  return JSON.stringify({ id, time: new Date(time * 1000).toISOString(), event, brand_id, ...subject })
}
