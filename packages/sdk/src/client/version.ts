/**
 * Version of this package; part of the User-Agent.
 *
 * @example
 * console.log(version) // '0.1.0'
 */
export const version = '0.1.0'
