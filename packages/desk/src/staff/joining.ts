import { DeskError } from '../contract/desk-error.ts'
import { allows } from '../contract/permission.ts'
import { deleteSessionsOf } from '../store/sessions.ts'
import { findStaff, grantsOf, hasStaff, insertStaff, lockStaff, replaceGrants } from '../store/staff.ts'
import { findInvitation, findInvitationByToken, type InvitationRow, takeInvitation } from '../store/staff-invitations.ts'
import { setPasswordHash } from '../store/staff-passwords.ts'
import { replaceTotp } from '../store/staff-totp-secrets.ts'
import type { Store } from '../store/store.ts'
import { demandOtherAdministrator } from './administrators.ts'
import { type AddEvent, machine, type StaffContext } from './context.ts'
import { grantFacts, parseGrants } from './grants.ts'
import { unlockName } from './lockout.ts'
import { checkPassword } from './password-rule.ts'
import { checkName, checkSignInName, nameKey } from './staff-name.ts'
import { hashToken } from './token.ts'
import { isTotpSecret, makeTotpSecret, stepOfCode } from './totp.ts'

/** What the holder of a link is shown. */
export interface OpenedInvitation {
  /** Absent on the first invitation of a desk, whose holder chooses. */
  readonly name?: string
  /** Of the authenticator that they may use. */
  readonly otpauth_uri: string
  /** The same secret, sealed; to be given back with the first code. */
  readonly sealed_secret: string
}

/** What the holder of a link chose. */
export interface Acceptance {
  /** Used by the first invitation alone. */
  readonly name?: string | undefined
  readonly password: string
  readonly sealed_secret: string
  /** The first code of their authenticator. */
  readonly totp: string
}

/** Taking an invitation: its holder sets a password and confirms a second factor, which nobody else sees. */
export class Joining {
  readonly #context: StaffContext

  constructor(context: StaffContext) {
    this.#context = context
  }

  /** What a link offers. It stays good. @throws {DeskError} invitation_over, staff_malformed */
  async open(token: string, given?: string): Promise<OpenedInvitation> {
    const row = await this.#find(token)
    const name = row.name ?? (given === undefined ? undefined : checkName(given))
    const secret = makeTotpSecret({ staff_id: row.staff_id, name: name ?? 'desk', key: this.#context.secret })
    return { ...(row.name === null ? {} : { name: row.name }), ...secret }
  }

  /**
   * Uses a link up.
   *
   * @throws {DeskError} invitation_over, staff_malformed, staff_exists, password_weak, second_factor_wrong
   */
  async accept(token: string, { password, sealed_secret, totp, name: given }: Acceptance): Promise<{ staff_id: string; name: string }> {
    const { now, secret: key, passwords } = this.#context
    // First of all, because everybody can reach this path and hashing takes long.
    const row = await this.#find(token)
    const { staff_id } = row
    const name = row.name ?? checkName(given ?? '')
    checkPassword(password, name)
    const owner = { staff_id, key }
    const last_step = isTotpSecret(sealed_secret, owner) ? stepOfCode(totp, { ...owner, sealed_secret, now }) : undefined
    if (last_step === undefined) throw new DeskError('second_factor_wrong')
    const hash = await passwords.hash(password)
    await this.#context.transact(async (store, addEvent) => {
      if (!(await takeInvitation(store, row.id, now))) throw new DeskError('invitation_over')
      await this.#demandInviter(store, row)
      if (row.kind === 'renewal') await this.#renew(store, staff_id)
      else await this.#add(store, { ...row, name })
      await setPasswordHash(store, staff_id, hash, now)
      await replaceTotp(store, staff_id, { sealed_secret, last_step }, now)
      this.#note(addEvent, row, name)
    })
    return { staff_id, name }
  }

  async #add(store: Store, row: InvitationRow & { readonly name: string }): Promise<void> {
    const { now } = this.#context
    const { staff_id: id, name, sign_in_name, grants, kind, invited_by: granted_by } = row
    if (kind === 'first' && (await hasStaff(store))) throw new DeskError('invitation_over')
    const names = { name, name_key: nameKey(name), sign_in_name: sign_in_name ?? checkSignInName(name) }
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

  #note(addEvent: AddEvent, { id: invitation_id, staff_id, kind, grants }: InvitationRow, name: string): void {
    const more = kind === 'renewal' ? {} : { name, grants: grantFacts(parseGrants(grants)) }
    addEvent(staff_id, 'staff.join', { invitation_id, staff_id, renewal: kind === 'renewal', ...more })
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
