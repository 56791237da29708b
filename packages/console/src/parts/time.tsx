import type { ReactNode } from 'react'
import { usePreferences } from '../shell/preferences.tsx'
import styles from './time.module.css'

const zone = 8 * 3_600_000

/** A time as this trade writes it: `2026-11-26 16:02:11 +08:00`, wherever the browser is. */
export function timeText(value: string): string {
  const at = Date.parse(value)
  if (Number.isNaN(at)) return value
  return `${new Date(at + zone).toISOString().slice(0, 19).replace('T', ' ')} +08:00`
}

const steps = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const

/** How far a time is from now, such as `3 小时前`. */
function distanceText(value: string, now: number, language: string): string {
  const seconds = (Date.parse(value) - now) / 1000
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const step = steps.find((one) => Math.abs(seconds) >= one.seconds)
  return step === undefined ? format.format(Math.round(seconds), 'second') : format.format(Math.round(seconds / step.seconds), step.unit)
}

/**
 * A time of the desk with its zone; the distance from now on hover.
 *
 * @param day only the day
 * @example
 * <Time value={create_time} />
 */
export function Time({ value, day = false }: { readonly value: string; readonly day?: boolean }): ReactNode {
  const { language } = usePreferences()
  const text = timeText(value)
  return (
    <time
      dateTime={value}
      className={styles.time}
      // Said when it is asked for: a list has a hundred of them.
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = distanceText(value, Date.now(), language)
      }}
    >
      {day ? text.slice(0, 10) : text}
    </time>
  )
}
