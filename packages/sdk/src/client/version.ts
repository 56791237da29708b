/**
 * Of this package; it is part of the User-Agent.
 *
 * @example
 * console.log(version) // '0.1.0'
 */
export const version = '0.1.0'
