import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Page } from '../../parts/page.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useNames } from '../../parts/person-name.tsx'
import { PreferenceChoices } from '../../shell/preference-choices.tsx'
import { useSession } from '../../shell/session.tsx'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import { OwnAuthenticator } from './own-authenticator.tsx'
import { OwnPasskeys } from './own-passkeys.tsx'
import { OwnPassword } from './own-password.tsx'
import { OwnSessions } from './own-sessions.tsx'

/** The own account: roles, what one signs in with, and where one is signed in. */
export function MePage(): ReactNode {
  const { nav, roles, signIn, listComma } = useWords(shellWords)
  const { me } = useWords(accountWords)
  const { staff_id, name, grants } = useSession()
  const names = useNames(staff_id)
  const factors = useRead('getOwnFactors', {})
  const held = grants.map(({ role, brand_id }) => me.roleOf(roles[role], brand_id === '*' ? me.allBrands : brand_id))
  return (
    <Page title={nav.me}>
      <Panel>
        <Facts
          facts={[
            { name: me.fullName, value: names?.full_name },
            { name: signIn.name, value: name },
            { name: me.roles, value: held.length === 0 ? me.noRoles : held.join(listComma) },
          ]}
        />
      </Panel>
      {factors.error !== null && <ErrorPanel error={factors.error} retry={factors.refetch} />}
      {factors.isPending && <Skeleton active />}
      {factors.data !== undefined && (
        <>
          <OwnPassword set={factors.data.password} />
          <OwnAuthenticator since={factors.data.totp_time} />
          <OwnPasskeys passkeys={factors.data.passkeys} />
        </>
      )}
      <OwnSessions />
      <Panel title={me.display}>
        <PreferenceChoices />
      </Panel>
    </Page>
  )
}
