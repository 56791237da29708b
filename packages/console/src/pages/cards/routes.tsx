/** The pages of the area `cards`. */
export const cardRoutes = [] as const
