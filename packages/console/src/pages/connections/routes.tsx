/** The pages of the area `connections`. */
export const connectionRoutes = [] as const
