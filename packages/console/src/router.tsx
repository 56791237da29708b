import { createRouter } from '@tanstack/react-router'
import { auditRoutes } from './pages/audit/routes.tsx'
import { batchRoutes } from './pages/batches/routes.tsx'
import { cardRoutes } from './pages/cards/routes.tsx'
import { connectionRoutes } from './pages/connections/routes.tsx'
import { peopleRoutes } from './pages/people/routes.tsx'
import { openRoutes, ownRoutes } from './pages/shell/routes.tsx'
import { PageCrash } from './shell/page-crash.tsx'
import { rootRoute } from './shell/root-route.tsx'
import { shellRoute } from './shell/shell-route.tsx'

const routeTree = rootRoute.addChildren([
  ...openRoutes,
  shellRoute.addChildren([...ownRoutes, ...peopleRoutes, ...cardRoutes, ...batchRoutes, ...auditRoutes, ...connectionRoutes]),
])

/** The pages by their addresses. Each value of a query is a text, as people read and share it: `?brand=1004&state=done`. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  // Around each page by itself, so that the frame stays.
  defaultErrorComponent: PageCrash,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(search)) if (value !== undefined && value !== '') query.set(name, String(value))
    return query.size > 0 ? `?${query}` : ''
  },
})

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** A code or an OpenID that is to be found. */
    readonly find?: string
  }

  interface Register {
    router: typeof router
  }
}
