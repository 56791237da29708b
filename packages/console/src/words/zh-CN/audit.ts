/** Words of the area `audit`. */
export const zh = {} as const
