import { randomBytes } from 'node:crypto'

/** A new id that sorts by its time, such as `b-mi3k2x9q-4f0c9a7d11`. */
export function newId(prefix: string, now: number): string {
  return `${prefix}-${now.toString(36)}-${randomBytes(5).toString('hex')}`
}
