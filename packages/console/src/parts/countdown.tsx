import { type ReactNode, useEffect } from 'react'
import styles from './time.module.css'
import { useNow } from './use-now.ts'

/** A length of time as minutes and seconds, such as `4:09`, or with hours, such as `2:00:05`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const pad = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`
}

/**
 * How long it is until a time, second by second.
 *
 * @param until a time of the desk, or milliseconds
 * @param onEnd once it has come
 * @example
 * {words.settlesIn} <Countdown until={next_read_time} onEnd={refetch} />
 */
export function Countdown({ until, onEnd }: { readonly until: string | number; readonly onEnd?: () => void }): ReactNode {
  const end = typeof until === 'number' ? until : Date.parse(until)
  const now = useNow()
  const over = now >= end
  useEffect(() => {
    if (over) onEnd?.()
  }, [over, onEnd])
  return (
    <span role="timer" className={styles.time}>
      {durationText((end - now) / 1000)}
    </span>
  )
}
