import { useRef } from 'react'

const window_ms = 15_000

/** How many of something are done a second, by the last quarter of a minute; undefined until that can be told. */
export function useRate(done: number): number | undefined {
  const points = useRef<{ readonly done: number; readonly time: number }[]>([])
  const now = Date.now()
  const last = points.current.at(-1)
  if (last === undefined || last.done !== done) points.current.push({ done, time: now })
  while (points.current.length > 2 && (points.current[0]?.time ?? now) < now - window_ms) points.current.shift()
  const [first] = points.current
  const newest = points.current.at(-1)
  if (first === undefined || newest === undefined || newest.time - first.time < 1_000) return undefined
  return ((newest.done - first.done) * 1000) / (newest.time - first.time)
}
