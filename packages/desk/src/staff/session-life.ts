/** A working day: nobody signs in twice in it, and no session is left for the next. */
export const life = 12 * 3600
/** A desk that was left for lunch asks again. */
export const idle = 3600
