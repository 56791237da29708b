import { allows, type Permission } from '@card-member/desk/contract'
import { useSession } from './session.tsx'

/**
 * Whether who is signed in holds a permission. The desk decides by itself; a page only hides or explains what would be refused.
 *
 * @param brand_id `*` for what concerns no brand
 * @example
 * const mayInvalidate = useMay('invalidate', brand_id)
 */
export function useMay(permission: Permission, brand_id: string): boolean {
  return allows(useSession().grants, permission, brand_id)
}
