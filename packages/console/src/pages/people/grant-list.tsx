import type { Grant } from '@card-member/desk/contract'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { peopleWords } from '../../words/people.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './people.module.css'

/** Roles with the brands that they are for. */
export function GrantList({ grants }: { readonly grants: readonly Grant[] }): ReactNode {
  const { staff, everyBrand } = useWords(peopleWords)
  const { roles } = useWords(shellWords)
  if (grants.length === 0) return <span className={styles.soft}>{staff.noRoles}</span>
  return (
    <span className={styles.tags}>
      {grants.map(({ brand_id, role }) => (
        <Tag key={`${brand_id} ${role}`}>
          {roles[role]} · {brand_id === '*' ? everyBrand : brand_id}
        </Tag>
      ))}
    </span>
  )
}
