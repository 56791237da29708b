import { randomUUID } from 'node:crypto'
import { type DeskSettings, defaultDeskSettings } from '../contract/settings.ts'
import { insertNotification, type NotificationEvent } from '../store/notifications.ts'
import { findSettings } from '../store/settings.ts'
import type { Store } from '../store/store.ts'

/** What waits for somebody. */
export interface Waiting {
  readonly event: NotificationEvent
  readonly brand_id: string
  /** The batch, or the change. */
  readonly subject_id: string
  /** Unix seconds. */
  readonly time: number
}

/** Has the receiver of `notify_url` told, when there is one, in the caller's transaction. */
export async function tellWaiting(store: Store, waiting: Waiting): Promise<void> {
  const own: Partial<DeskSettings> = JSON.parse((await findSettings(store, '*')) ?? '{}')
  if ({ ...defaultDeskSettings, ...own }.notify_url === null) return
  await insertNotification(store, { notification_id: randomUUID(), ...waiting })
}
