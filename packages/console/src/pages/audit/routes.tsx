/** The pages of the area `audit`. */
export const auditRoutes = [] as const
