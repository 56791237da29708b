import LogoutOutlined from '@ant-design/icons/LogoutOutlined'
import UserOutlined from '@ant-design/icons/UserOutlined'
import { type ReactNode, useId, useRef } from 'react'
import { useAct } from '../api/use-act.ts'
import { useNames } from '../parts/person-name.tsx'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import menuStyles from './menu.module.css'
import { NavLink } from './nav-link.tsx'
import { ownPlace } from './navigation.ts'
import { PreferenceChoices } from './preference-choices.tsx'
import { useSession } from './session.tsx'
import styles from './shell.module.css'

/** Who is signed in: their account, how the page is shown, and signing out. */
export function AccountMenu({ atTop = false }: { readonly atTop?: boolean }): ReactNode {
  const words = useWords(shellWords)
  const { staff_id, name } = useSession()
  const called = useNames(staff_id)?.full_name ?? name
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  // A page that is loaded anew holds nothing of who was signed in.
  const signOut = useAct('closeSession', { onDone: () => location.assign('/sign-in') })
  return (
    <>
      <button type="button" className={menuStyles.trigger} popoverTarget={id} aria-label={words.account(called)}>
        <UserOutlined />
        <span>{called}</span>
      </button>
      <div id={id} ref={menu} popover="auto" className={atTop ? `${menuStyles.menu} ${menuStyles.menuTop}` : menuStyles.menu}>
        <NavLink item={ownPlace} className={styles.link} onClick={() => menu.current?.hidePopover()} />
        <PreferenceChoices />
        <div className={menuStyles.field}>
          <button type="button" className={menuStyles.trigger} disabled={signOut.isPending} onClick={() => signOut.mutate({})}>
            <LogoutOutlined />
            <span>{words.signOut}</span>
          </button>
        </div>
      </div>
    </>
  )
}
