import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A link to a batch. */
export function BatchLink({ batch_id, children }: { readonly batch_id: string; readonly children: ReactNode }): ReactNode {
  const path = `/batches/${batch_id}`
  return (
    <Link className="text-link" to={path}>
      {children}
    </Link>
  )
}
