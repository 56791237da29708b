/** Words of the area `cards`. */
export const zh = {} as const
