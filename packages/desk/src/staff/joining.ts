import { timingSafeEqual } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import type { PasskeyOptions, PasskeyRegistration } from '../contract/passkey.ts'
import { allows } from '../contract/permission.ts'
import { deletePasskeysOf, insertPasskey, passkeyHash } from '../store/passkeys.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { findStaff, grantsOf, hasStaff, insertStaff, lockStaff, replaceGrants } from '../store/staff.ts'
import { findInvitation, findInvitationByToken, type InvitationRow, takeInvitation } from '../store/staff-invitations.ts'
import { deletePassword, setPasswordHash } from '../store/staff-passwords.ts'
import { deleteTotp, replaceTotp } from '../store/staff-totp-secrets.ts'
import type { Store } from '../store/store.ts'
import { demandOtherAdministrator } from './administrators.ts'
import { type AddEvent, machine, type StaffContext } from './context.ts'
import { grantFacts, parseGrants } from './grants.ts'
import { joinCodeOf } from './invitation-token.ts'
import { unlockName } from './lockout.ts'
import { checkPasskeyName, passkeyRow } from './own-factors.ts'
import type { PasskeyAnswers, ReadRegistration } from './passkey-answers.ts'
import { checkPassword } from './password-rule.ts'
import { checkName, checkSignInName, nameKey } from './staff-name.ts'
import { hashToken } from './token.ts'
import { isTotpSecret, makeTotpSecret, stepOfCode } from './totp.ts'
import { creationOptions } from './webauthn.ts'

/** What the holder of a link is shown. */
export interface OpenedInvitation {
  /** Absent on the first invitation of a desk, whose holder chooses. */
  readonly name?: string
  /** Of the authenticator that they may use. */
  readonly otpauth_uri: string
  /** The same secret, sealed; to be given back with the first code. */
  readonly sealed_secret: string
  /** Whether its holder needs the code of the administrator who confirmed it. */
  readonly code_needed: boolean
  /** For a passkey; absent where browsers reach the desk by no host name. */
  readonly passkey_options?: PasskeyOptions
}

/** What the holder of a link chose: a password and a second factor, or a passkey alone, which counts as both. */
export interface Acceptance {
  /** Used by the first invitation alone. */
  readonly name?: string | undefined
  /** Of the administrator who confirmed the invitation. */
  readonly join_code?: string | undefined
  readonly password?: string | undefined
  readonly sealed_secret?: string | undefined
  /** The first code of their authenticator. */
  readonly totp?: string | undefined
  readonly passkey?: { readonly name: string; readonly credential: PasskeyRegistration } | undefined
}

/** The factors of an acceptance, checked. */
interface ChosenFactors {
  readonly password_hash: string | undefined
  readonly totp: { readonly sealed_secret: string; readonly last_step: number } | undefined
  readonly passkey: { readonly name: string; readonly read: ReadRegistration } | undefined
}

/** Taking an invitation: its holder sets a password and confirms a second factor, which nobody else sees. */
export class Joining {
  readonly #context: StaffContext
  readonly #answers: PasskeyAnswers

  constructor(context: StaffContext, answers: PasskeyAnswers) {
    this.#context = context
    this.#answers = answers
  }

  /** What a link offers. It stays good. @throws {DeskError} invitation_over, staff_malformed */
  async open(token: string, given?: string): Promise<OpenedInvitation> {
    const row = await this.#find(token)
    const name = row.name ?? (given === undefined ? undefined : checkName(given))
    const secret = makeTotpSecret({ staff_id: row.staff_id, name: name ?? 'desk', key: this.#context.secret })
    return {
      ...(row.name === null ? {} : { name: row.name }),
      ...secret,
      code_needed: row.confirmed_by !== null,
      ...(await this.#passkeyOptions(row, name)),
    }
  }

  /**
   * Uses a link up.
   *
   * @throws {DeskError} invitation_over, join_code_wrong, staff_malformed, staff_exists, password_weak, factors_missing, second_factor_wrong, passkey_wrong,
   * passkey_unavailable, character_hidden
   */
  async accept(token: string, { name: given, join_code, ...chosen }: Acceptance): Promise<{ staff_id: string; name: string }> {
    const { now } = this.#context
    // First of all, because everybody can reach this path and hashing takes long.
    const row = await this.#find(token)
    const { staff_id } = row
    this.#demandCode(row, join_code)
    const name = row.name ?? checkName(given ?? '')
    const factors = await this.#read(row, name, chosen)
    await this.#context.transact(async (store, addEvent) => {
      if (!(await takeInvitation(store, row.id, now))) throw new DeskError('invitation_over')
      await this.#demandInviter(store, row)
      if (row.kind === 'renewal') await this.#renew(store, staff_id)
      else await this.#add(store, { ...row, name })
      await this.#write(store, staff_id, factors)
      this.#note(addEvent, row, name, factors)
    })
    return { staff_id, name }
  }

  async #passkeyOptions({ id, staff_id }: InvitationRow, name = ''): Promise<{ passkey_options?: PasskeyOptions }> {
    try {
      const challenge = this.#answers.challenge(`join ${id}`)
      return { passkey_options: await creationOptions(this.#answers.party, challenge, { staff_id, name, passkeys: [] }) }
    } catch (error) {
      if (error instanceof DeskError && error.kind === 'passkey_unavailable') return {}
      throw error
    }
  }

  /** Checks what was chosen. A password alone is one factor, and a code without a password too. */
  async #read({ id, staff_id }: InvitationRow, name: string, chosen: Omit<Acceptance, 'name' | 'join_code'>): Promise<ChosenFactors> {
    const { password, sealed_secret, totp, passkey: given } = chosen
    const { now, secret: key, passwords } = this.#context
    const hasTotp = sealed_secret !== undefined && totp !== undefined
    if (given === undefined && !(password !== undefined && hasTotp)) throw new DeskError('factors_missing')
    if (password !== undefined) checkPassword(password, name)
    const owner = { staff_id, key }
    const last_step = hasTotp && isTotpSecret(sealed_secret, owner) ? stepOfCode(totp, { ...owner, sealed_secret, now }) : undefined
    if (hasTotp && last_step === undefined) throw new DeskError('second_factor_wrong')
    const read = given && (await this.#answers.registration(`join ${id}`, given.credential))
    if (given !== undefined && read === undefined) throw new DeskError('passkey_wrong')
    return {
      password_hash: password === undefined ? undefined : await passwords.hash(password),
      totp: hasTotp && last_step !== undefined ? { sealed_secret, last_step } : undefined,
      passkey: given && read && { name: checkPasskeyName(given.name), read },
    }
  }

  // Who made the link and kept it does not know the code, and who confirmed it does not have the link.
  #demandCode({ id, confirmed_by }: InvitationRow, join_code = ''): void {
    const code = Buffer.from(joinCodeOf(this.#context.secret, id))
    const given = Buffer.from(join_code.trim().toLowerCase())
    if (confirmed_by !== null && !(given.length === code.length && timingSafeEqual(given, code)))
      throw new DeskError('join_code_wrong', { field: 'join_code' })
  }

  /** Puts the factors in the place of those that an account had. */
  async #write(store: Store, staff_id: string, { password_hash, totp, passkey }: ChosenFactors): Promise<void> {
    const { now } = this.#context
    if (password_hash === undefined) await deletePassword(store, staff_id)
    else await setPasswordHash(store, staff_id, password_hash, now)
    if (totp === undefined) await deleteTotp(store, staff_id)
    else await replaceTotp(store, staff_id, totp, now)
    await deletePasskeysOf(store, staff_id)
    if (passkey === undefined) return
    const row = passkeyRow(passkey.read.passkey, { staff_id, name: passkey.name, now })
    if (!(await this.#answers.use(store, passkey.read)) || !(await insertPasskey(store, row))) throw new DeskError('passkey_wrong')
  }

  async #add(store: Store, row: InvitationRow & { readonly name: string }): Promise<void> {
    const { now } = this.#context
    const { staff_id: id, name, full_name, sign_in_name, grants, kind, invited_by: granted_by } = row
    if (kind === 'first' && (await hasStaff(store))) throw new DeskError('invitation_over')
    const names = { name, name_key: nameKey(name), full_name, sign_in_name: sign_in_name ?? checkSignInName(name) }
    if (!(await insertStaff(store, { id, ...names, create_time: now, update_time: now, disabled_time: null, administer_end_time: null })))
      throw new DeskError('staff_exists')
    await replaceGrants(store, id, parseGrants(grants), { granted_by, time: now })
  }

  async #renew(store: Store, staff_id: string): Promise<void> {
    const staffMember = await lockStaff(store, staff_id)
    if (staffMember?.disabled_time !== null) throw new DeskError('invitation_over')
    await demandOtherAdministrator(store, staff_id)
    await deleteSessionsOf(store, staff_id)
    await unlockName(store, this.#context.secret, staffMember.name_key)
  }

  // Whoever lost the right to invite since has invited nobody.
  async #demandInviter(store: Store, { invited_by }: InvitationRow): Promise<void> {
    if (invited_by === machine) return
    const inviter = await findStaff(store, invited_by)
    const isPermitted = inviter?.disabled_time === null && allows(await grantsOf(store, invited_by), 'administer', '*')
    if (!isPermitted) throw new DeskError('invitation_over')
  }

  #note(addEvent: AddEvent, { id: invitation_id, staff_id, kind, grants }: InvitationRow, name: string, { passkey }: ChosenFactors): void {
    const more = kind === 'renewal' ? {} : { name, grants: grantFacts(parseGrants(grants)) }
    const used = passkey === undefined ? {} : { passkey: passkeyHash(passkey.read.passkey) }
    addEvent(staff_id, 'staff.join', { invitation_id, staff_id, renewal: kind === 'renewal', ...more, ...used })
  }

  async #find(token: string): Promise<InvitationRow> {
    const { read, now, secret, changes } = this.#context
    const found = await findInvitationByToken(read, hashToken(token, secret))
    // Its time may have come, and no server need run.
    if (found?.state === 'waiting') await changes.applyDue()
    const row = found?.state === 'waiting' ? await findInvitation(read, found.id) : found
    const works = row?.state === 'open' && row.expire_time !== null && row.expire_time > now
    if (!works || (row.kind === 'first' && (await hasStaff(read)))) throw new DeskError('invitation_over')
    return row
  }
}
