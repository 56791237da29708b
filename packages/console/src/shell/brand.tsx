import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReplyOf } from '../api/types.ts'
import { useRead } from '../api/use-read.ts'

/** A brand: its id, its name where one is known, its connections. */
export type Brand = ReplyOf<'listBrands'>['data'][number]

/** The brand that pages are about. */
interface ChosenBrand {
  /** Empty while none is known. */
  readonly brand_id: string
  /** Those that can be chosen. */
  readonly brands: readonly Brand[]
  /** The chosen one; undefined while it is not known, or when nothing is known of it. */
  readonly brand: Brand | undefined
  /** Whether the brands are still being asked for. */
  readonly pending: boolean
  readonly choose: (brand_id: string) => void
}

const key = 'card-member-brand'

function storedBrand(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function keepBrand(brand_id: string): void {
  try {
    localStorage.setItem(key, brand_id)
  } catch {
    // Then the first brand is shown the next time.
  }
}

/**
 * The brand that pages are about: the one of the address (`?brand=`), or the last one of this browser, or the first.
 *
 * @example
 * const { brand_id } = useBrand()
 * const notices = useRead('listNotices', { brand_id }, { when: brand_id !== '' })
 */
export function useBrand(): ChosenBrand {
  const { brand: asked } = useSearch({ from: '/shell' })
  const navigate = useNavigate()
  const { data, isPending } = useRead('listBrands', {})
  const known = data?.data ?? []
  const last = known.find(({ brand_id }) => brand_id === storedBrand())
  const brand_id = asked ?? (last ?? known[0])?.brand_id ?? ''
  const brand = known.find((one) => one.brand_id === brand_id)
  return {
    brand_id,
    brand,
    pending: isPending,
    brands: brand === undefined && asked !== undefined ? [{ brand_id: asked, connections: [] }, ...known] : known,
    choose: (brand_id) => {
      keepBrand(brand_id)
      void navigate({ to: '.', search: (search) => ({ ...search, brand: brand_id }) })
    },
  }
}
