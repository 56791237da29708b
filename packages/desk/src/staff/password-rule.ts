import { DeskError } from '../contract/desk-error.ts'
import { nameKey } from './staff-name.ts'

const shortest = 12
/** In UTF-16 units, as the API counts. */
export const longestPassword = 1024

/** @throws {DeskError} password_weak */
export function checkPassword(password: string, name: string): void {
  const isWeak = [...password].length < shortest || password.length > longestPassword || nameKey(password) === nameKey(name)
  if (isWeak) throw new DeskError('password_weak', { field: 'password' })
}
