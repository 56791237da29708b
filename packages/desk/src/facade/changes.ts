import { formatTime } from '@card-member/sdk/contract'
import type { PendingChange } from '../contract/changes.ts'
import type { Actor } from '../staff/actor.ts'
import type { ChangeRow, ChangeSelection, Changes, ListedChange } from '../staff/changes.ts'
import type { Staff } from '../staff/staff.ts'
import type { Page, Reply } from './reply.ts'

/**
 * Changes that loosen what protects members: more roles, looser settings. Each waits until another administrator confirms it or, where
 * no other could, until the delay of the settings is over.
 */
export class PendingChanges {
  readonly #changes: Changes
  readonly #staff: Pick<Staff, 'joinCode'>

  constructor(changes: Changes, staff: Pick<Staff, 'joinCode'>) {
    this.#changes = changes
    this.#staff = staff
  }

  /**
   * Lists changes: those that wait, the oldest first, then those that were decided, the newest first. Everybody who is signed in may see
   * them.
   *
   * @example
   * const { data } = await desk.changes.list(actor, { state: 'pending' })
   * const mine = data.filter(({ staff_id }) => staff_id === actor.staff_id)
   */
  async list(_actor: Actor, { offset = 0, limit = 20, ...selection }: ChangeSelection & Page = {}): Promise<Reply<'listChanges'>> {
    const { changes, total_count } = await this.#changes.list(selection, offset, limit)
    return { data: changes.map(viewChange), total_count }
  }

  /**
   * Gets a change, pending or decided. Everybody who is signed in may see it.
   *
   * @throws {DeskError} change_unknown
   * @example
   * const { state } = await desk.changes.get(actor, { change_id })
   */
  async get(_actor: Actor, { change_id }: { readonly change_id: string }): Promise<PendingChange> {
    return viewChange(await this.#changes.get(change_id))
  }

  /**
   * Confirms a change, which is in force at once. Needs `administer` for its brand and a code of the second factor that is not older
   * than 5 minutes; neither who made it nor whom it concerns can. What invites somebody comes with a `join_code`, 20 hexadecimal digits,
   * without which the link does not work: it is for the person alone whom the invitation names.
   *
   * @throws {DeskError} not_permitted, change_unknown, change_needs_another, second_factor_needed, change_closed
   * @example
   * await desk.changes.confirm(actor, { change_id })
   */
  async confirm(actor: Actor, { change_id }: { readonly change_id: string }): Promise<Reply<'confirmChange'>> {
    const confirmed = await this.#changes.confirm(actor, change_id)
    const join_code = this.#staff.joinCode(confirmed)
    return { ...viewChange(confirmed), ...(join_code === undefined ? {} : { join_code }) }
  }

  /**
   * Stops a change. An administrator of its brand may, who made it, and whom it concerns; anybody with a role, when no other
   * administrator could confirm it.
   *
   * @throws {DeskError} not_permitted, change_unknown, change_closed
   * @example
   * await desk.changes.stop(actor, { change_id, reason: 'nobody asked for it' })
   */
  async stop(
    actor: Actor,
    { change_id, reason }: { readonly change_id: string; readonly reason?: string | undefined },
  ): Promise<PendingChange> {
    return viewChange(await this.#changes.stop(actor, change_id, reason))
  }
}

/** A change that was just proposed, as the API shows it. */
export async function viewPending(changes: Changes, row: ChangeRow | undefined): Promise<{ pending?: PendingChange }> {
  return row === undefined ? {} : { pending: viewChange(await changes.describe(row)) }
}

/** A change as the API shows it. */
export function viewChange({ row, before, due_time }: ListedChange): PendingChange {
  const { change_id, kind, state, brand_id, staff_id, value, proposed_by, propose_time, expire_time, decided_by, decide_time, reason } = row
  return {
    change_id,
    kind,
    state,
    brand_id,
    ...(staff_id === null ? {} : { staff_id }),
    value: JSON.parse(value),
    before,
    proposed_by,
    propose_time: formatTime(propose_time),
    expire_time: formatTime(expire_time),
    ...(due_time === undefined ? {} : { due_time: formatTime(due_time) }),
    ...(decided_by === null ? {} : { decided_by }),
    ...(decide_time === null ? {} : { decide_time: formatTime(decide_time) }),
    ...(reason === null ? {} : { reason }),
  }
}
