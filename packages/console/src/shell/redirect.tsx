import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'

/**
 * Goes to another address of the console, once, in place of this one. The router's own `Navigate` goes anew at each render, and so without
 * end while the other page is on its way.
 */
export function Redirect({ to }: { readonly to: string }): ReactNode {
  const navigate = useNavigate()
  useEffect(() => {
    void navigate({ href: to, replace: true })
  }, [navigate, to])
  return null
}
