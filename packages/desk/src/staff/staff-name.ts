import { DeskError } from '../contract/desk-error.ts'

const form = /^[\p{L}\p{Nd}._-]{1,64}$/u
const signInForm = /^(?!\s)[^\p{C}\p{Zl}\p{Zp}]{1,254}(?<!\s)$/u

const fullForm = /^(?!\s)[^\p{C}\p{Zl}\p{Zp}]{1,64}(?<!\s)$/u

/** A name as it is compared: two staff members cannot have one name in letters of the same look or of another case. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/** Whether a text can be a name. */
export function isName(name: string): boolean {
  return form.test(name.normalize('NFKC'))
}

/** The name as it is stored. @throws {DeskError} staff_malformed */
export function checkName(name: string): string {
  if (!isName(name)) throw new DeskError('staff_malformed', { field: 'name' })
  return name.normalize('NFKC')
}

/** A name at the OpenID Connect provider as it is stored and compared; it may be an address. `undefined` when it can be none. */
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

/** What people call somebody, as it is stored. @throws {DeskError} staff_malformed */
export function checkFullName(full_name: string): string {
  const stored = full_name.normalize('NFC')
  if (!fullForm.test(stored)) throw new DeskError('staff_malformed', { field: 'full_name' })
  return stored
}
