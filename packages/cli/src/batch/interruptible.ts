const again_ms = 2_000
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs work that Ctrl-C, SIGTERM, a closed terminal or the end of the reader of the output asks to stop, and tells whether one
 * did. `onSignal` comes before the work's own signal. Asked again later, the process ends at once; a second signal right away is
 * only npm handing on the first.
 */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  onSignal: () => Promise<void>,
  gone: AbortSignal,
): Promise<{ readonly result: Result; readonly interrupted: boolean }> {
  const stop = new AbortController()
  let asked: { readonly time: number; readonly answer: Promise<void> } | undefined
  const ask = () => {
    asked ??= { time: Date.now(), answer: onSignal().finally(() => stop.abort()) }
  }
  const listener = () => {
    if (asked !== undefined && Date.now() - asked.time > again_ms) process.exit(1)
    ask()
  }
  for (const signal of signals) process.on(signal, listener)
  gone.addEventListener('abort', ask)
  if (gone.aborted) ask()
  try {
    const result = await work(stop.signal)
    await asked?.answer
    return { result, interrupted: asked !== undefined }
  } finally {
    for (const signal of signals) process.off(signal, listener)
    gone.removeEventListener('abort', ask)
  }
}
