import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ThingKind } from './event-facts-of.ts'

interface ThingLinkProps {
  readonly kind: ThingKind
  readonly id: string
  readonly brand_id: string
}

/** A link to the page of a batch, a consent or an invalidation, whatever brand is chosen. */
export function ThingLink({ kind, id, brand_id }: ThingLinkProps): ReactNode {
  const search = { brand: brand_id }
  if (kind === 'batch')
    return (
      <Link to="/batches/$batch_id" params={{ batch_id: id }} search={search}>
        {id}
      </Link>
    )
  return (
    <Link to={kind === 'consent' ? '/consents/$id' : '/invalidations/$id'} params={{ id }} search={search}>
      {id}
    </Link>
  )
}
