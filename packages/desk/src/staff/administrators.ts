import { DeskError } from '../contract/desk-error.ts'
import { lockAdministrators } from '../store/staff-administrators.ts'
import type { Store } from '../store/store.ts'

/** Nobody takes from themselves, or renews for themselves, what another administrator has to. @throws {DeskError} own_account */
export function demandOther(staff_id: string, by: string): void {
  if (staff_id === by) throw new DeskError('own_account')
}

/**
 * Makes sure that somebody administers the desk besides this member of staff. Call it before they lose the role, the account or their
 * factors; whoever does the same for another administrator waits until this transaction ends.
 *
 * @throws {DeskError} last_administrator
 */
export async function demandOtherAdministrator(store: Store, staff_id: string): Promise<void> {
  const administrators = await lockAdministrators(store)
  if (administrators.has(staff_id) && administrators.size === 1) throw new DeskError('last_administrator')
}
