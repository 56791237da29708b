const again_ms = 2_000

/**
 * Runs work that Ctrl-C or SIGTERM asks to stop, and tells whether one did. `onSignal` comes before the work's own signal. Asked
 * again later, the process ends at once; a second signal right away is only npm handing on the first.
 */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  onSignal: () => Promise<void>,
): Promise<{ readonly result: Result; readonly interrupted: boolean }> {
  const stop = new AbortController()
  let asked: { readonly time: number; readonly answer: Promise<void> } | undefined
  const listener = () => {
    if (asked === undefined) asked = { time: Date.now(), answer: onSignal().finally(() => stop.abort()) }
    else if (Date.now() - asked.time > again_ms) process.exit(1)
  }
  process.on('SIGINT', listener)
  process.on('SIGTERM', listener)
  try {
    const result = await work(stop.signal)
    await asked?.answer
    return { result, interrupted: asked !== undefined }
  } finally {
    process.off('SIGINT', listener)
    process.off('SIGTERM', listener)
  }
}
