import { type ComponentType, useEffect, useState } from 'react'

/** How long the first load is left alone, in milliseconds: what is loaded meanwhile would delay the page. */
const firstDelay = 3000

/** How long it is waited, in milliseconds, before what could not be loaded is asked for again. */
const retryDelay = 2000

/**
 * A component whose code is loaded once the page has been there for a while and the browser is idle, or as soon as it is needed; undefined
 * until then. A dialog is there when it opens, even where the desk cannot be reached at that moment, and the first load goes without it.
 *
 * @param load the same function at each render
 * @example
 * const loadDialog = () => import('./sign-in-dialog.tsx').then(({ SignInDialog }) => SignInDialog)
 * const Dialog = useWhenIdle(loadDialog, open)
 */
export function useWhenIdle<Props>(load: () => Promise<ComponentType<Props>>, needed: boolean): ComponentType<Props> | undefined {
  const [loaded, setLoaded] = useState<ComponentType<Props>>()
  const wanted = loaded === undefined
  useEffect(() => {
    if (!wanted) return
    const controller = new AbortController()
    const { signal } = controller
    const start = () => {
      if (signal.aborted) return
      // Without a network there is nothing to ask for yet.
      if (!needed && !navigator.onLine) return void setTimeout(start, retryDelay)
      void load().then(
        (component) => setLoaded(() => component),
        () => setTimeout(start, retryDelay),
      )
    }
    if (needed) start()
    else setTimeout(() => whenIdle(start), firstDelay)
    return () => controller.abort()
  }, [load, needed, wanted])
  return loaded
}

function whenIdle(callback: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(callback, { timeout: 5000 })
  else callback()
}
