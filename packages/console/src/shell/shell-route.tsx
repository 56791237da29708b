import { createRoute, retainSearchParams } from '@tanstack/react-router'
import { rootRoute } from './root-route.tsx'
import { Shell } from './shell.tsx'

/** The query that every page of staff has. Pages add their own fields by `validateSearch` of their route. */
interface ShellSearch {
  /** The chosen brand. It stays when another page is opened. */
  readonly brand?: string
}

/** What routes of pages that staff see are below: they are shown in the frame, to who is signed in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  validateSearch: ({ brand }: Record<string, unknown>): ShellSearch => (typeof brand === 'string' && brand !== '' ? { brand } : {}),
  search: { middlewares: [retainSearchParams(['brand'])] },
})
