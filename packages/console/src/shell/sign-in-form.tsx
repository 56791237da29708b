import { Alert, Button, Divider, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import type { InputOf } from '../api/types.ts'
import { useAct } from '../api/use-act.ts'
import { useRead } from '../api/use-read.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { accountWords } from '../words/account.ts'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { passkeysWork, usePasskeySignIn } from './passkey.ts'
import type { SessionState } from './session.tsx'
import styles from './sign-in-form.module.css'

/** Name, password and code, or a passkey. */
export function SignInForm({
  done,
  autoFocus = true,
  over = false,
}: {
  readonly done: (session: SessionState) => void
  readonly autoFocus?: boolean
  /** Whether a page is below it, whose content must not be left: the identity provider opens in another tab. */
  readonly over?: boolean
}): ReactNode {
  const { signIn } = useWords(shellWords)
  const { signIn: words } = useWords(accountWords)
  const open = useAct('openSession', { onDone: done })
  const passkey = usePasskeySignIn(done)
  const required = [{ required: true, message: signIn.required }]
  const error = open.error ?? passkey.error
  const welcome = useRead('getWelcome', {})
  const oidc = welcome.data?.oidc ?? false
  return (
    <Form<InputOf<'openSession'>>
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => {
        passkey.reset()
        open.mutate(values)
      }}
    >
      {error !== null && <ErrorPanel error={error} />}
      {passkey.cancelled && <Alert type="warning" title={signIn.passkeyCancelled} />}
      <Form.Item name="name" label={signIn.name} rules={required}>
        <Input autoComplete="username" autoFocus={autoFocus} />
      </Form.Item>
      <Form.Item name="password" label={signIn.password} rules={required}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="totp" label={signIn.totp} rules={required} extra={signIn.totpHelp}>
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={32} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={open.isPending}>
        {signIn.submit}
      </Button>
      {(passkeysWork || oidc) && <Divider plain>{signIn.or}</Divider>}
      <div className={styles.ways}>
        {passkeysWork && (
          <Button
            block
            loading={passkey.isPending}
            onClick={() => {
              open.reset()
              passkey.start()
            }}
          >
            {signIn.passkey}
          </Button>
        )}
        {oidc && (
          <Button block href="/api/auth/start" {...(over ? { target: '_blank' } : {})}>
            {words.oidc}
          </Button>
        )}
      </div>
    </Form>
  )
}
