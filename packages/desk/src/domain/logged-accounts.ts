import { isRecord } from '@card-member/sdk/contract'
import { accountRows } from '../store/logged-state.ts'
import { passkeyHash } from '../store/passkeys.ts'
import type { Store } from '../store/store.ts'

/** The actions that say what accounts are. */
export const accountActions = [
  'staff.add',
  'staff.join',
  'staff.grants',
  'staff.disable',
  'staff.enable',
  'staff.reset',
  'staff.add_passkey',
  'staff.remove_passkey',
] as const

interface Account {
  grants: readonly string[]
  disabled: boolean
  readonly passkeys: Set<string>
}

/** What the events of the desk say of each account: its roles, whether it is disabled, and its passkeys. */
export class LoggedAccounts {
  readonly #accounts = new Map<string, Account>()

  /** Takes the next event. */
  add(action: string, { staff_id, grants, passkey }: Readonly<Record<string, unknown>>): void {
    if (typeof staff_id !== 'string') return
    const account = this.#accounts.get(staff_id) ?? { grants: [], disabled: false, passkeys: new Set() }
    this.#accounts.set(staff_id, account)
    if (Array.isArray(grants)) account.grants = grants.filter(isRecord).map(({ role, brand_id }) => `${role} ${brand_id}`)
    if (action === 'staff.disable' || action === 'staff.enable') account.disabled = action === 'staff.disable'
    // Whoever joins or is reset has no factor from before.
    if (action === 'staff.join' || action === 'staff.reset') account.passkeys.clear()
    if (typeof passkey !== 'string') return
    if (action === 'staff.remove_passkey') account.passkeys.delete(passkey)
    else account.passkeys.add(passkey)
  }

  /** The accounts that are not as the events say. */
  async changed(store: Store): Promise<string[]> {
    const { staff, grants, passkeys } = await accountRows(store)
    return staff.flatMap(({ id, disabled_time }) => {
      const told = this.#accounts.get(id)
      const own = <Row extends { readonly staff_id: string }>(rows: readonly Row[]) => rows.filter(({ staff_id }) => staff_id === id)
      const held = own(grants).map(({ role, brand_id }) => `${role} ${brand_id}`)
      if (told === undefined) return [`staff ${id}`]
      const wrong = [
        ...(isSame(held, told.grants) ? [] : [`grants of ${id}`]),
        ...((disabled_time !== null) === told.disabled ? [] : [`staff ${id}`]),
        ...(isSame(own(passkeys).map(passkeyHash), [...told.passkeys]) ? [] : [`passkeys of ${id}`]),
      ]
      return wrong
    })
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted())
}
