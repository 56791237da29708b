/** Words of the area `batches`. */
export const zh = {} as const
