/**
 * What is known of a call:
 *
 * - `not_sent`: it never left, so it changed nothing
 * - `rejected`: the platform refused it, so it changed nothing
 * - `done`: the platform accepted it, although its answer cannot be used
 * - `unknown`: it may or may not have taken effect; read back before you repeat it
 */
export type Outcome = 'not_sent' | 'rejected' | 'done' | 'unknown'
