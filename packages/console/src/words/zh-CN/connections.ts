/** Words of the area `connections`. */
export const zh = {} as const
