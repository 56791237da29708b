import { createRootRoute, Outlet } from '@tanstack/react-router'
import { NotFound } from './not-found.tsx'

/** What all routes are below. */
export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFound })
