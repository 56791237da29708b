import { DeskRefusal } from '../contract/refusal.ts'

const form = /^[\p{L}\p{Nd}._-]{1,64}$/u
const emailForm = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]{1,190}$/u
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

/** The name as it is kept. @throws {DeskRefusal} person_malformed */
export function checkName(name: string): string {
  if (!isName(name)) throw new DeskRefusal('person_malformed', { field: 'name' })
  return name.normalize('NFKC')
}

/** The address as it is kept and compared. @throws {DeskRefusal} person_malformed */
export function checkEmail(email: string): string {
  if (!emailForm.test(email)) throw new DeskRefusal('person_malformed', { field: 'email' })
  return email.toLowerCase()
}

/** @throws {DeskRefusal} password_weak */
export function checkPassword(password: string, name: string): void {
  const weak = [...password].length < shortest || password.length > longestPassword || nameKey(password) === nameKey(name)
  if (weak) throw new DeskRefusal('password_weak', { field: 'password' })
}
