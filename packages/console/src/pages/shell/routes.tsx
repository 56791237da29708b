import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../shell/root-route.tsx'
import { shellRoute } from '../../shell/shell-route.tsx'

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { readonly next?: string } => (typeof next === 'string' ? { next } : {}),
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignInPage'),
})

const meRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/me',
  component: lazyRouteComponent(() => import('./me.tsx'), 'MePage'),
})

/** Pages that anyone may open. */
export const openRoutes = [signInRoute] as const

/** Pages about the own account. */
export const ownRoutes = [meRoute] as const
