/** Resolves after a time; rejects with the signal's reason when that aborts first. Injected so that tests own the time. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/** The real one. */
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
