import MenuOutlined from '@ant-design/icons/MenuOutlined'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useId, useRef } from 'react'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { AccountMenu } from './account-menu.tsx'
import { BrandSwitch } from './brand-switch.tsx'
import menuStyles from './menu.module.css'
import { NavLink } from './nav-link.tsx'
import styles from './shell.module.css'
import { useNavigation } from './use-navigation.ts'

/** How many places the bar of a phone has, besides 更多. */
const places = 4

/** The bar at the top of a phone: brand and account. */
export function TopBar(): ReactNode {
  const words = useWords(shellWords)
  return (
    <header className={styles.top}>
      <Link to="/" className={styles.product} aria-label={words.product}>
        <img src="/icon.svg" alt="" />
      </Link>
      <div className={styles.brand}>
        <BrandSwitch />
      </div>
      <div>
        <AccountMenu atTop />
      </div>
    </header>
  )
}

/** The bar at the bottom of a phone: where one goes most. */
export function BottomBar(): ReactNode {
  const words = useWords(shellWords)
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  const items = useNavigation().flatMap((group) => group.items)
  const rest = items.slice(places)
  return (
    <nav className={styles.bottom} aria-label={words.nav.label}>
      {items.slice(0, places).map((item) => (
        <NavLink key={item.path} item={item} className={styles.tab} />
      ))}
      {rest.length > 0 && (
        <>
          <button type="button" className={styles.tab} popoverTarget={id}>
            <MenuOutlined />
            <span>{words.nav.more}</span>
          </button>
          <div id={id} ref={menu} popover="auto" className={menuStyles.menu}>
            <ul>
              {rest.map((item) => (
                <li key={item.path}>
                  <NavLink item={item} className={styles.link} onClick={() => menu.current?.hidePopover()} />
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
    </nav>
  )
}
