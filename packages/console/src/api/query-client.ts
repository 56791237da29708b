import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'

/** What reads of this page share. A read is tried again after a failure that may pass, twice; a write never is. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})
