import type { NotifyRetry } from '../tenants/tenants-schema.ts'

const minute = 60
const hour = 3600

const presets = {
  general: [
    15,
    15,
    30,
    3 * minute,
    10 * minute,
    20 * minute,
    30 * minute,
    30 * minute,
    30 * minute,
    hour,
    3 * hour,
    3 * hour,
    3 * hour,
    6 * hour,
    6 * hour,
  ],
  member_card: Array.from({ length: 11 }, () => minute),
} as const

/** Seconds to wait after so many failed attempts; `undefined` when the notification is given up. */
export function retryDelay(attempts: number, retry: NotifyRetry): number | undefined {
  const waits: readonly number[] = typeof retry === 'string' ? presets[retry] : retry
  return waits[attempts - 1]
}
