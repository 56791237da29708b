import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../shell/shell-route.tsx'

const filters = ['log', 'actor', 'action', 'batch', 'card', 'hash', 'from', 'to', 'cursor'] as const

/** The filters of the log, as the address has them. */
export type AuditSearch = { readonly [Name in (typeof filters)[number]]?: string | undefined }

function auditSearch(search: Record<string, unknown>): AuditSearch {
  const found: { -readonly [Name in keyof AuditSearch]: AuditSearch[Name] } = {}
  for (const name of filters) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  return found
}

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./audit.tsx'), 'AuditPage'),
})

const eventRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit/$tree/$index',
  component: lazyRouteComponent(() => import('./event.tsx'), 'EventPage'),
})

/** The pages of the area `audit`. */
export const auditRoutes = [auditRoute, eventRoute] as const
