import { allows, type Grant, isRole } from '../contract/permission.ts'
import type { Store } from './store.ts'

/**
 * Whether anybody could confirm a change besides some: an administrator of the brand who has a second factor. One who was disabled, or
 * lost the role, after `since` counts too, so that nobody removes the others to be alone.
 *
 * @param brand_id `*` for the desk as a whole
 */
export async function hasOtherAdministrator(
  { database }: Store,
  { brand_id, except, since }: { readonly brand_id: string; readonly except: readonly string[]; readonly since: number },
): Promise<boolean> {
  const rows = await database
    .selectFrom('staff')
    .leftJoin('grants', 'grants.staff_id', 'staff.id')
    .select(['staff.id', 'staff.disabled_time', 'staff.administer_end_time', 'grants.brand_id', 'grants.role'])
    .where(({ or, exists, selectFrom }) =>
      or([
        exists(selectFrom('totp_secrets').select('totp_secrets.staff_id').whereRef('totp_secrets.staff_id', '=', 'staff.id')),
        exists(selectFrom('passkeys').select('passkeys.staff_id').whereRef('passkeys.staff_id', '=', 'staff.id')),
      ]),
    )
    .where('staff.id', 'not in', except)
    .execute()
  return rows.some(({ disabled_time, administer_end_time, role, brand_id: granted }) => {
    const grant: Grant[] = role !== null && granted !== null && isRole(role) ? [{ brand_id: granted, role }] : []
    const isThere = disabled_time === null || disabled_time > since
    return (isThere && allows(grant, 'administer', brand_id)) || (administer_end_time ?? 0) > since
  })
}
