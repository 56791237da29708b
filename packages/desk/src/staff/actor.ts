import { DeskError } from '../contract/desk-error.ts'
import { allows, type Grant, type Permission } from '../contract/permission.ts'

/** Somebody who is signed in, for one request or one command. */
export interface Actor {
  readonly staff_id: string
  readonly name: string
  readonly grants: readonly Grant[]
  /** When they last gave a code of their second factor in this session, Unix seconds. */
  readonly second_factor_time: number | undefined
}

/** Seconds for which a code of the second factor counts. */
const freshness = 300

/** Whether somebody has a permission for a brand. */
export function may({ grants }: Pick<Actor, 'grants'>, permission: Permission, brand_id: string): boolean {
  return allows(grants, permission, brand_id)
}

/** @throws {DeskError} not_permitted */
export function demand(actor: Actor, permission: Permission, brand_id: string): void {
  if (!allows(actor.grants, permission, brand_id)) throw new DeskError('not_permitted', { permission, brand_id })
}

/** Until when the code that somebody gave last counts, Unix seconds; undefined when another one is needed. */
export function secondFactorUntil({ second_factor_time }: Pick<Actor, 'second_factor_time'>, now: number): number | undefined {
  return second_factor_time === undefined || now - second_factor_time > freshness ? undefined : second_factor_time + freshness
}

/** Demands a recent code of the second factor, for what cannot be undone. @throws {DeskError} second_factor_needed */
export function demandSecondFactor(actor: Actor, now: number): void {
  if (secondFactorUntil(actor, now) === undefined) throw new DeskError('second_factor_needed')
}
