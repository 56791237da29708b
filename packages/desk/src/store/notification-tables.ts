/** What the desk tells the receiver of `notify_url`: written in the transaction that causes it. */
export interface NotificationsTable {
  notification_id: string
  event: NotificationEvent
  /** `*` for the desk as a whole. */
  brand_id: string
  /** The batch, or the change. */
  subject_id: string
  time: number
  /** Attempts that were begun; it also says whose attempt a result belongs to. */
  attempts: number
  /** When the next attempt may begin; while one is under way, when its lease ends. */
  next_time: number
  /** When it was delivered or given up. */
  end_time: number | null
}

/** What happened: something waits for an approver, or for another administrator. */
export type NotificationEvent = 'batch.waiting' | 'change.waiting'
