import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../shell/shell-route.tsx'

const today = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./today.tsx'), 'TodayPage'),
})

const staff = createRoute({
  getParentRoute: () => shellRoute,
  path: '/staff',
  component: lazyRouteComponent(() => import('./staff.tsx'), 'StaffPage'),
})

const invite = createRoute({
  getParentRoute: () => shellRoute,
  path: '/staff/invite',
  component: lazyRouteComponent(() => import('./invite.tsx'), 'InvitePage'),
})

const member = createRoute({
  getParentRoute: () => shellRoute,
  path: '/staff/$staff_id',
  component: lazyRouteComponent(() => import('./member.tsx'), 'MemberPage'),
})

const settings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings.tsx'), 'SettingsPage'),
})

/** Which of the decided changes are shown. */
interface ChangesSearch {
  readonly state?: string | undefined
  readonly kind?: string | undefined
  /** A brand, or `*` for the desk as a whole. */
  readonly scope?: string | undefined
  readonly offset?: string | undefined
}

const changes = createRoute({
  getParentRoute: () => shellRoute,
  path: '/changes',
  validateSearch: ({ state, kind, scope, offset }: Record<string, unknown>): ChangesSearch => ({
    ...(typeof state === 'string' ? { state } : {}),
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof scope === 'string' ? { scope } : {}),
    ...(typeof offset === 'string' ? { offset } : {}),
  }),
  component: lazyRouteComponent(() => import('./changes.tsx'), 'ChangesPage'),
})

/** The pages of the area `people`. */
export const peopleRoutes = [today, staff, invite, member, settings, changes] as const
