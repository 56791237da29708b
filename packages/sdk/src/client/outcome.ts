/**
 * What is known of a call:
 *
 * - `not_sent`: no request was sent, so nothing changed
 * - `rejected`: the platform rejected it, so nothing changed
 * - `done`: the platform accepted it, although its answer cannot be used
 * - `unknown`: it may or may not have taken effect; read back before you repeat it
 */
export type Outcome = 'not_sent' | 'rejected' | 'done' | 'unknown'
