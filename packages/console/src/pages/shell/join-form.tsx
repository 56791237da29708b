import { Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { Choices } from '../../shell/choices.tsx'
import { passkeysWork } from '../../shell/passkey.ts'
import { accountWords } from '../../words/account.ts'
import { useWords } from '../../words/use-words.ts'
import { JoinByPasskey } from './join-by-passkey.tsx'
import { JoinByPassword } from './join-by-password.tsx'
import type { OpenedInvitation } from './use-invitation.ts'

/** What both ways of joining are given. */
export interface JoinProps {
  /** What every acceptance has. */
  readonly acceptance: { readonly token: string; readonly name?: string; readonly join_code?: string }
  readonly name: string
  readonly invitation: OpenedInvitation
  /** Told the name of the account. */
  readonly joined: (name: string) => void
}

/** Chooses how to sign in from here on: by password and authenticator, or by a passkey alone. */
export function JoinForm({
  token,
  name,
  isFirst,
  invitation,
  joined,
}: {
  readonly token: string
  readonly name: string
  /** The first administrator, whose name the desk does not know yet. */
  readonly isFirst: boolean
  readonly invitation: OpenedInvitation
  readonly joined: (name: string) => void
}): ReactNode {
  const { join } = useWords(accountWords)
  const [way, setWay] = useState<'password' | 'passkey'>('password')
  const [code, setCode] = useState('')
  const acceptance = { token, ...(isFirst ? { name } : {}), ...(code === '' ? {} : { join_code: code }) }
  const props = { acceptance, name, invitation, joined }
  return (
    <>
      {invitation.code_needed && (
        <Form layout="vertical" requiredMark={false}>
          <Form.Item label={join.joinCode} extra={join.joinCodeHelp} htmlFor="join-code">
            <Input id="join-code" value={code} autoComplete="off" autoFocus onChange={({ target }) => setCode(target.value.trim())} />
          </Form.Item>
        </Form>
      )}
      {passkeysWork && invitation.passkey_options !== undefined && (
        <Choices
          label={join.way}
          value={way}
          options={[
            { value: 'password', label: join.byPassword },
            { value: 'passkey', label: join.byPasskey },
          ]}
          choose={setWay}
        />
      )}
      {way === 'password' ? <JoinByPassword {...props} /> : <JoinByPasskey {...props} />}
    </>
  )
}
