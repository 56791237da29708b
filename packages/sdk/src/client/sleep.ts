/** Resolves after a time; rejects with the signal's reason when the signal aborts first. Injected so that tests control time. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/** Sleeps by a timer. */
export const sleep: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', abort, { once: true })
  })
