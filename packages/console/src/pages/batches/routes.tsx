import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../shell/shell-route.tsx'
import { readListSearch } from './list-search.ts'
import { readRowSearch } from './row-search.ts'

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/batches',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./batch-list.tsx'), 'BatchListPage'),
})

const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/batches/new',
  component: lazyRouteComponent(() => import('./new-batch.tsx'), 'NewBatchPage'),
})

const batchRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/batches/$batch_id',
  validateSearch: readRowSearch,
  component: lazyRouteComponent(() => import('./batch-page.tsx'), 'BatchPage'),
})

/** The pages of batches. */
export const batchRoutes = [listRoute, newRoute, batchRoute] as const
