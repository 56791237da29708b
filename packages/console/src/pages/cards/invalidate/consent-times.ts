import { beijingTime } from '../beijing-time.ts'

const day_ms = 86_400_000

/** What limits the times of a consent, beside the present. */
export interface TimeLimits {
  /** How many days a consent can be used after the member agreed; null without a limit. */
  readonly consent_days: number | null | undefined
  /** When the member withdrew last: what they said up to then no longer counts. */
  readonly withdraw_time: string | undefined
}

/** Why the times of a consent cannot be recorded. */
export type TimeFault = 'future' | 'before_told' | 'expired' | 'withdrawn'

/** What is wrong with each of the two times, as far as they are given; the desk checks the same rules again. */
export function timeFaults(
  told: string,
  agreed: string,
  { consent_days, withdraw_time }: TimeLimits,
): { readonly told: TimeFault | undefined; readonly agreed: TimeFault | undefined } {
  const [told_at, agreed_at] = [momentOf(told), momentOf(agreed)]
  const now = Date.now()
  const agreedFault = (): TimeFault | undefined => {
    if (agreed_at === undefined) return undefined
    if (agreed_at > now) return 'future'
    if (told_at !== undefined && agreed_at < told_at) return 'before_told'
    if (withdraw_time !== undefined && agreed_at <= Date.parse(withdraw_time)) return 'withdrawn'
    return typeof consent_days === 'number' && agreed_at + consent_days * day_ms < now ? 'expired' : undefined
  }
  return { told: told_at !== undefined && told_at > now ? 'future' : undefined, agreed: agreedFault() }
}

function momentOf(field: string): number | undefined {
  const time = beijingTime(field)
  return time === undefined ? undefined : Date.parse(time)
}
