/** Milliseconds since 1970, like `Date.now`; injected so that tests control time. */
export type Clock = () => number

/** How far a timestamp may be from our clock, in seconds. */
export const clockWindow = 300

/** The clock as the protocol writes it: Unix seconds, decimal. */
export function unixSeconds(clock: Clock): string {
  return String(Math.floor(clock() / 1000))
}

/**
 * Seconds between a header's timestamp and our clock, positive when the header is ahead; `undefined` when it is not a number.
 */
export function clockSkew(timestamp: string, clock: Clock): number | undefined {
  return /^\d{1,12}$/.test(timestamp) ? Number(timestamp) - Math.floor(clock() / 1000) : undefined
}
