import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { AccountMenu } from './account-menu.tsx'
import { BrandSwitch } from './brand-switch.tsx'
import { NavLink } from './nav-link.tsx'
import styles from './shell.module.css'
import { useNavigation } from './use-navigation.ts'

/** The navigation at the left of a wide screen. */
export function Side(): ReactNode {
  const words = useWords(shellWords)
  const groups = useNavigation()
  return (
    <header className={styles.side}>
      <Link to="/" className={styles.product}>
        <img src="/icon.svg" alt="" />
        {words.product}
      </Link>
      <div className={styles.brand}>
        <BrandSwitch />
      </div>
      <nav className={styles.nav} aria-label={words.nav.label}>
        {groups.map(({ word, items }) => (
          <div key={word ?? ''} className={styles.group}>
            {word !== undefined && <div className={styles.groupTitle}>{words.nav[word]}</div>}
            <ul>
              {items.map((item) => (
                <li key={item.path}>
                  <NavLink item={item} className={styles.link} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={styles.account}>
        <AccountMenu />
      </div>
    </header>
  )
}
