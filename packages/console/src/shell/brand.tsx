import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRead } from '../api/use-read.ts'
import { useSession } from './session.tsx'

/** The brand that pages are about. */
interface ChosenBrand {
  /** Empty while none is known. */
  readonly brand_id: string
  /** Those that can be chosen. */
  readonly brands: readonly string[]
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
  const { brand } = useSearch({ from: '/shell' })
  const navigate = useNavigate()
  const { grants } = useSession()
  const { data } = useRead('listConnections', {})
  const held = grants.map(({ brand_id }) => brand_id).filter((brand_id) => brand_id !== '*')
  const brands = [...new Set([...held, ...(data?.data ?? []).flatMap((connection) => connection.brands ?? [])])].sort()
  const last = storedBrand()
  const usual = last !== null && brands.includes(last) ? last : (brands[0] ?? '')
  return {
    brand_id: brand ?? usual,
    brands: brand === undefined || brands.includes(brand) ? brands : [brand, ...brands],
    choose: (brand_id) => {
      keepBrand(brand_id)
      void navigate({ to: '.', search: (search) => ({ ...search, brand: brand_id }) })
    },
  }
}
