import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../shell/shell-route.tsx'

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const texts = <const Name extends string>(
  search: Record<string, unknown>,
  ...names: Name[]
): { readonly [Key in Name]?: string | undefined } => {
  const found: { [Key in Name]?: string | undefined } = {}
  for (const name of names) {
    const value = text(search[name])
    if (value !== undefined) found[name] = value
  }
  return found
}

const findRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/find',
  component: lazyRouteComponent(() => import('./find.tsx'), 'FindPage'),
})

const cardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cards/$ref',
  component: lazyRouteComponent(() => import('./card.tsx'), 'CardPage'),
})

const invalidateRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cards/$ref/invalidate',
  component: lazyRouteComponent(() => import('./invalidate/invalidate.tsx'), 'InvalidatePage'),
})

const invalidationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/invalidations',
  validateSearch: (search: Record<string, unknown>) =>
    texts(search, 'state', 'by', 'recorded', 'card', 'from', 'to', 'offset', 'after', 'before'),
  component: lazyRouteComponent(() => import('./invalidations.tsx'), 'InvalidationsPage'),
})

const invalidationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/invalidations/$id',
  component: lazyRouteComponent(() => import('./invalidation.tsx'), 'InvalidationPage'),
})

const consentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/consents',
  validateSearch: (search: Record<string, unknown>) => texts(search, 'show', 'state', 'card', 'from', 'to', 'offset', 'after', 'before'),
  component: lazyRouteComponent(() => import('./consents.tsx'), 'ConsentsPage'),
})

const consentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/consents/$id',
  component: lazyRouteComponent(() => import('./consent.tsx'), 'ConsentPage'),
})

const noticesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/notices',
  component: lazyRouteComponent(() => import('./notices.tsx'), 'NoticesPage'),
})

const newNoticeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/notices/new',
  component: lazyRouteComponent(() => import('./new-notice.tsx'), 'NewNoticePage'),
})

const templatesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/templates',
  component: lazyRouteComponent(() => import('./templates.tsx'), 'TemplatesPage'),
})

const templateRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/templates/$id',
  component: lazyRouteComponent(() => import('./template.tsx'), 'TemplatePage'),
})

/** The pages of the area `cards`. */
export const cardRoutes = [
  findRoute,
  cardRoute,
  invalidateRoute,
  invalidationsRoute,
  invalidationRoute,
  consentsRoute,
  consentRoute,
  noticesRoute,
  newNoticeRoute,
  templatesRoute,
  templateRoute,
] as const
