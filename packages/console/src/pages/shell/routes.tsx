import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { NotFound } from '../../shell/not-found.tsx'
import { rootRoute } from '../../shell/root-route.tsx'
import { shellRoute } from '../../shell/shell-route.tsx'

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { readonly next?: string } => (typeof next === 'string' ? { next } : {}),
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignInPage'),
})

const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyRouteComponent(() => import('./join.tsx'), 'JoinPage'),
})

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./set-up.tsx'), 'SetUpPage'),
})

const meRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/me',
  component: lazyRouteComponent(() => import('./me.tsx'), 'MePage'),
})

// Staff stay in the frame where no page is.
const unknownRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound })

/** Pages that anyone may open. */
export const openRoutes = [signInRoute, joinRoute, setUpRoute] as const

/** Pages about the own account, and in place of a page that is none. */
export const ownRoutes = [meRoute, unknownRoute] as const
