import { useSyncExternalStore } from 'react'

const wide = matchMedia('(min-width: 768px)')

function subscribe(listener: () => void): () => void {
  wide.addEventListener('change', listener)
  return () => wide.removeEventListener('change', listener)
}

/** Whether the screen is wider than a phone's. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches)
}
