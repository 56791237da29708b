import { allows } from '@card-member/desk/contract'
import { useBrand } from './brand.tsx'
import { type NavGroup, navigation } from './navigation.ts'
import { useSession } from './session.tsx'

/** The places that who is signed in may go to. */
export function useNavigation(): readonly NavGroup[] {
  const { grants } = useSession()
  const { brand_id } = useBrand()
  return navigation
    .map((group) => ({
      ...group,
      items: group.items.filter(
        ({ permissions }) =>
          permissions === undefined ||
          permissions.some((permission) => allows(grants, permission, brand_id) || allows(grants, permission, '*')),
      ),
    }))
    .filter(({ items }) => items.length > 0)
}
