import { DeskError } from '../contract/desk-error.ts'
import { allows, type Grant, type Permission } from '../contract/permission.ts'

/** Someone who was signed in, for as long as one request or one command. */
export interface Actor {
  readonly staff_id: string
  readonly name: string
  readonly grants: readonly Grant[]
  /** When they gave a code of their second factor last, Unix seconds; undefined when they never did in this session. */
  readonly second_factor_time: number | undefined
}

const freshness = 300

/** Whether somebody is permitted to do something for a brand. */
export function may({ grants }: Pick<Actor, 'grants'>, permission: Permission, brand_id: string): boolean {
  return allows(grants, permission, brand_id)
}

/** @throws {DeskError} not_permitted */
export function demand(actor: Actor, permission: Permission, brand_id: string): void {
  if (!allows(actor.grants, permission, brand_id)) throw new DeskError('not_permitted', { permission, brand_id })
}

/** For what cannot be undone. @throws {DeskError} second_factor_needed */
export function demandSecondFactor({ second_factor_time }: Actor, now: number): void {
  if (second_factor_time === undefined || now - second_factor_time > freshness) throw new DeskError('second_factor_needed')
}
