import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import type { NavItem } from './navigation.ts'

/** A link of the navigation; the place where one is, or that it leads to, is marked. */
export function NavLink({
  item,
  className,
  onClick,
}: {
  readonly item: NavItem
  readonly className: string | undefined
  readonly onClick?: () => void
}): ReactNode {
  const { nav } = useWords(shellWords)
  const Icon = item.icon
  return (
    <Link
      to={item.path}
      className={className}
      activeOptions={{ exact: item.path === '/', includeSearch: false }}
      {...(onClick === undefined ? {} : { onClick })}
    >
      <Icon />
      <span>{nav[item.word]}</span>
    </Link>
  )
}
