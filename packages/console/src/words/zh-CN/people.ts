/** Words of the area `people`. */
export const zh = {} as const
