import { randomUUID } from 'node:crypto'
import { DeskError } from '../contract/desk-error.ts'
import type { Grant } from '../contract/permission.ts'
import type { ChangeRow } from '../store/changes.ts'
import { findByName, findBySignInName, hasStaff, lockStaff } from '../store/staff.ts'
import {
  allInvitations,
  deleteFirstInvitation,
  type InvitationRow,
  insertInvitation,
  liveInvitations,
  openInvitation,
  stopInvitation,
} from '../store/staff-invitations.ts'
import type { Store } from '../store/store.ts'
import { demandOther, demandOtherAdministrator } from './administrators.ts'
import { type AddEvent, machine, type StaffContext } from './context.ts'
import { distinctGrants, grantFacts, parseGrants } from './grants.ts'
import { invitationLife, makeInvitationToken } from './invitation-token.ts'
import { checkFullName, checkName, checkSignInName, nameKey } from './staff-name.ts'

/** Somebody to be invited. */
export interface Invitee {
  readonly name: string
  /** What people call them. */
  readonly full_name?: string | undefined
  /** What the OpenID Connect provider calls them; their name when left out. */
  readonly sign_in_name?: string | undefined
  readonly grants: readonly Grant[]
}

/** What became of an invitation. */
export type InvitationState = 'waiting' | 'open' | 'used' | 'stopped' | 'expired'

/** An invitation, without the token of its link. */
export interface Invitation {
  readonly invitation_id: string
  readonly staff_id: string
  readonly name: string
  readonly full_name: string | null
  /** Whether the account exists, and its password and second factors are replaced. */
  readonly renewal: boolean
  readonly grants: readonly Grant[]
  readonly state: InvitationState
  readonly invited_by: string
  readonly create_time: number
  readonly expire_time: number | undefined
}

/** An invitation that was just made: the token of its link is known this once. */
export interface MadeInvitation {
  readonly invitation: Invitation
  readonly token: string
  /** What the link waits for; `undefined` when it works at once. */
  readonly change: ChangeRow | undefined
}

/** Invitations: how staff get a password and a second factor that nobody else ever sees. */
export class Invitations {
  readonly #context: StaffContext

  constructor(context: StaffContext) {
    this.#context = context
  }

  /** Invites somebody new. @throws {DeskError} staff_malformed, staff_exists, invitation_exists */
  async invite({ name: given, full_name, sign_in_name, grants }: Invitee, by: string): Promise<MadeInvitation> {
    const name = checkName(given)
    const names = {
      name,
      full_name: full_name === undefined ? null : checkFullName(full_name),
      sign_in_name: checkSignInName(sign_in_name ?? name),
    }
    return this.#make({ kind: 'new', staff_id: randomUUID(), ...names, grants: distinctGrants(grants) }, by, async (store) => {
      if ((await findByName(store, nameKey(name))) !== undefined) throw new DeskError('staff_exists', { field: 'name' })
      if ((await findBySignInName(store, names.sign_in_name)) !== undefined) throw new DeskError('staff_exists', { field: 'sign_in_name' })
    })
  }

  /**
   * Invites somebody again whose second factor is lost. Until the link is used, what they have stays good.
   *
   * @throws {DeskError} staff_unknown, own_account, last_administrator, invitation_exists
   */
  async renew(staff_id: string, by: string): Promise<MadeInvitation> {
    demandOther(staff_id, by)
    return this.#context.transact(async (store, addEvent) => {
      const staffMember = await lockStaff(store, staff_id)
      if (staffMember?.disabled_time !== null) throw new DeskError('staff_unknown')
      await demandOtherAdministrator(store, staff_id)
      const { name, full_name, sign_in_name } = staffMember
      return this.#insert(store, addEvent, { kind: 'renewal', staff_id, name, full_name, sign_in_name, grants: [] }, by)
    })
  }

  /** The token of the first administrator's link, which replaces the last one; `undefined` when there are staff. */
  async first(): Promise<string | undefined> {
    const { token, token_hash } = makeInvitationToken(this.#context.secret)
    return this.#context.transact(async (store) => {
      if (await hasStaff(store)) return undefined
      await deleteFirstInvitation(store)
      const row = this.#row(
        { kind: 'first', staff_id: randomUUID(), name: null, full_name: null, sign_in_name: null, grants: firstGrants },
        'local',
      )
      await insertInvitation(store, { ...row, token_hash, state: 'open', expire_time: this.#context.now + invitationLife })
      return token
    })
  }

  /** All invitations, the newest first. */
  async list(): Promise<Invitation[]> {
    const { read, now, changes } = this.#context
    await changes.applyDue()
    return (await allInvitations(read)).map((row) => viewInvitation(row, now))
  }

  /** Stops an invitation; its link works no more. @throws {DeskError} invitation_unknown */
  async stop(invitation_id: string, by: string): Promise<void> {
    await this.#context.transact(async (store, addEvent) => {
      if (!(await stopInvitation(store, invitation_id))) throw new DeskError('invitation_unknown')
      addEvent(by, 'staff.stop_invitation', { invitation_id })
    })
  }

  #make(row: InvitationParts, by: string, check: (store: Store) => Promise<void>): Promise<MadeInvitation> {
    return this.#context.transact(async (store, addEvent) => {
      await check(store)
      return this.#insert(store, addEvent, row, by)
    })
  }

  async #insert(store: Store, addEvent: AddEvent, parts: InvitationParts, by: string): Promise<MadeInvitation> {
    const { now, secret } = this.#context
    const { token, token_hash } = makeInvitationToken(secret)
    const row = { ...this.#row(parts, by), token_hash }
    const live = await liveInvitations(store, now)
    const isSame = ({ name }: InvitationRow) => name !== null && nameKey(name) === nameKey(parts.name ?? '')
    if (live.some(isSame)) throw new DeskError('invitation_exists')
    await insertInvitation(store, row)
    const { id: invitation_id, staff_id, name, full_name } = row
    const called = full_name === null ? {} : { full_name }
    if (parts.kind === 'renewal') addEvent(by, 'staff.renew', { invitation_id, staff_id })
    else addEvent(by, 'staff.invite', { invitation_id, staff_id, name, ...called, grants: grantFacts(parts.grants) })
    // Whoever has the machine needs nobody else.
    if (by === machine) {
      const expire_time = now + invitationLife
      await openInvitation(store, invitation_id, { expire_time })
      return { invitation: viewInvitation({ ...row, state: 'open', expire_time }, now), token, change: undefined }
    }
    const value = { invitation_id, staff_id, name: name ?? '', ...called, renewal: parts.kind === 'renewal', grants: [...parts.grants] }
    const { row: change, event } = await this.#context.changes.propose(store, 'invitation', value, by)
    addEvent(event.actor, event.action, event.facts)
    return { invitation: viewInvitation(row, now), token, change }
  }

  #row({ grants, ...parts }: InvitationParts, invited_by: string): Omit<InvitationRow, 'token_hash'> {
    const { now: create_time } = this.#context
    return {
      id: randomUUID(),
      ...parts,
      grants: JSON.stringify(grants),
      invited_by,
      confirmed_by: null,
      state: 'waiting',
      create_time,
      expire_time: null,
    }
  }
}

type InvitationParts = Pick<InvitationRow, 'kind' | 'staff_id' | 'name' | 'full_name' | 'sign_in_name'> & {
  readonly grants: readonly Grant[]
}

const firstGrants: readonly Grant[] = [{ brand_id: '*', role: 'admin' }]

function viewInvitation(row: InvitationRow, now: number): Invitation {
  const { id, staff_id, name, full_name, kind, grants, state, invited_by, create_time, expire_time } = row
  const isExpired = state === 'open' && expire_time !== null && expire_time <= now
  return {
    invitation_id: id,
    staff_id,
    name: name ?? '',
    full_name,
    renewal: kind === 'renewal',
    grants: parseGrants(grants),
    state: isExpired ? 'expired' : state,
    invited_by,
    create_time,
    expire_time: expire_time ?? undefined,
  }
}
