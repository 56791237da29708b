import { type Permission, type Role, roles } from '@card-member/desk/contract'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { Empty } from './empty.tsx'
import { Page } from './page.tsx'

interface NoPermissionProps {
  readonly permission: Permission
  /** Of the page, where nothing else is shown on it. */
  readonly title?: string
}

/**
 * In place of what somebody may not see: which permission is missing, and which roles have it.
 *
 * @example
 * if (!useMay('audit', brand_id)) return <NoPermission permission="audit" title={words.title} />
 */
export function NoPermission({ permission, title }: NoPermissionProps): ReactNode {
  const words = useWords(shellWords)
  const having = Object.keys(roles)
    .filter((role): role is Role => role in roles)
    .filter((role) => {
      const set: readonly Permission[] = roles[role]
      return set.includes(permission)
    })
  const missing = (
    <Empty text={words.noPermission(words.permissions[permission], having.map((role) => words.roles[role]).join(words.listComma))} />
  )
  return title === undefined ? missing : <Page title={title}>{missing}</Page>
}
