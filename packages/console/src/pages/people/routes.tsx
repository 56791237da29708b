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

const changes = createRoute({
  getParentRoute: () => shellRoute,
  path: '/changes',
  component: lazyRouteComponent(() => import('./changes.tsx'), 'ChangesPage'),
})

/** The pages of the area `people`. */
export const peopleRoutes = [today, staff, invite, member, settings, changes] as const
