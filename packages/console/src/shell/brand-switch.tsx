import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { useBrand } from './brand.tsx'
import styles from './shell.module.css'

/** Chooses the brand that pages are about. */
export function BrandSwitch(): ReactNode {
  const words = useWords(shellWords)
  const { brand_id, brands, choose, pending } = useBrand()
  return (
    <select
      className={styles.select}
      aria-label={words.brand}
      value={brand_id}
      disabled={brands.length === 0}
      onChange={({ target }) => choose(target.value)}
    >
      {brands.length === 0 && <option value="">{pending ? words.brandsPending : words.noBrand}</option>}
      {brands.map((brand) => (
        <option key={brand.brand_id} value={brand.brand_id}>
          {brand.name === undefined ? `${words.brand} ${brand.brand_id}` : `${brand.name} ${brand.brand_id}`}
        </option>
      ))}
    </select>
  )
}
