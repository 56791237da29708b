/** The pages of the area `batches`. */
export const batchRoutes = [] as const
