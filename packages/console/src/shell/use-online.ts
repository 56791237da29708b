import { useSyncExternalStore } from 'react'
import { connectionState } from '../api/connection-state.ts'

function subscribe(listener: () => void): () => void {
  return connectionState.listen(listener)
}

/**
 * Whether the desk can be reached. While it cannot, a page disables what would act.
 *
 * @example
 * <Button disabled={!useOnline()}>
 */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => !connectionState.lost)
}
