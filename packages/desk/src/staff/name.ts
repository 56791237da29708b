import { DeskError } from '../contract/desk-error.ts'

const form = /^[\p{L}\p{Nd}._-]{1,64}$/u
const signInForm = /^(?!\s)[^\p{C}\p{Zl}\p{Zp}]{1,254}(?<!\s)$/u
const shortest = 12
/** In UTF-16 units, as the API counts. */
export const longestPassword = 1024

/** A name as it is compared: one name cannot be had twice in other letters of the same look or case. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/** Whether a text can be a name. */
export function isName(name: string): boolean {
  return form.test(name.normalize('NFKC'))
}

/** The name as it is kept. @throws {DeskError} staff_malformed */
export function checkName(name: string): string {
  if (!isName(name)) throw new DeskError('staff_malformed', { field: 'name' })
  return name.normalize('NFKC')
}

/** A name at the OpenID Connect provider as it is kept and compared; it may be an address. `undefined` when it can be none. */
export function signInNameKey(name: string): string | undefined {
  const key = nameKey(name)
  return signInForm.test(key) ? key : undefined
}

/** @throws {DeskError} staff_malformed */
export function checkSignInName(name: string): string {
  const key = signInNameKey(name)
  if (key === undefined) throw new DeskError('staff_malformed', { field: 'sign_in_name' })
  return key
}

/** @throws {DeskError} password_weak */
export function checkPassword(password: string, name: string): void {
  const weak = [...password].length < shortest || password.length > longestPassword || nameKey(password) === nameKey(name)
  if (weak) throw new DeskError('password_weak', { field: 'password' })
}
