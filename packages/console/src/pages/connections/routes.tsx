import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../shell/shell-route.tsx'

const connectionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/connections',
  component: lazyRouteComponent(() => import('./connections-page.tsx'), 'ConnectionsPage'),
})

const rehearsalRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rehearsal',
  validateSearch: ({ connection }: Record<string, unknown>): { readonly connection?: string } =>
    typeof connection === 'string' ? { connection } : {},
  component: lazyRouteComponent(() => import('./rehearsal-page.tsx'), 'RehearsalPage'),
})

/** The pages of the area `connections`. */
export const connectionRoutes = [connectionsRoute, rehearsalRoute] as const
