import { roles as allRoles, type Grant, type Role } from '@card-member/desk/contract'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { peopleWords } from '../../words/people.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './people.module.css'

const roleNames = Object.keys(allRoles).filter((name): name is Role => name in allRoles)

/** Sets roles, each for one brand or for every brand. */
export function GrantsEditor({
  grants,
  change,
}: {
  readonly grants: readonly Grant[]
  readonly change: (grants: readonly Grant[]) => void
}): ReactNode {
  const { invite: words, everyBrand, brand } = useWords(peopleWords)
  const { roles } = useWords(shellWords)
  const { data } = useRead('listBrands', {})
  const brands = ['*', ...new Set([...(data?.data ?? []), ...grants].map(({ brand_id }) => brand_id).filter((id) => id !== '*'))]
  const scope = (id: string) => (id === '*' ? everyBrand : brand(id))
  const replace = (index: number, grant: Grant) => change(grants.map((one, place) => (place === index ? grant : one)))
  return (
    <>
      <ul className={styles.grants}>
        {grants.map((grant, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are what their place says, and two may be alike while they are changed
          <li key={`${index} of ${grants.length}`}>
            <label>
              {words.role}
              <select
                value={grant.role}
                onChange={({ target }) => replace(index, { ...grant, role: roleNames.find((name) => name === target.value) ?? grant.role })}
              >
                {roleNames.map((name) => (
                  <option key={name} value={name}>
                    {roles[name]}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {words.scope}
              <select value={grant.brand_id} onChange={({ target }) => replace(index, { ...grant, brand_id: target.value })}>
                {brands.map((id) => (
                  <option key={id} value={id}>
                    {scope(id)}
                  </option>
                ))}
              </select>
            </label>
            <Button
              type="text"
              aria-label={words.remove(roles[grant.role], scope(grant.brand_id))}
              onClick={() => change(grants.filter((_, place) => place !== index))}
            >
              ✕
            </Button>
          </li>
        ))}
      </ul>
      <Button onClick={() => change([...grants, { brand_id: brands[1] ?? '*', role: 'viewer' }])}>{words.addRole}</Button>
    </>
  )
}
