import { Alert, Button, Divider, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import type { InputOf } from '../api/types.ts'
import { useAct } from '../api/use-act.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { passkeysWork, usePasskeySignIn } from './passkey.ts'
import type { SessionState } from './session.tsx'

/** Name, password and code, or a passkey. */
export function SignInForm({ done }: { readonly done: (session: SessionState) => void }): ReactNode {
  const { signIn } = useWords(shellWords)
  const open = useAct('openSession', { onDone: done })
  const passkey = usePasskeySignIn(done)
  const required = [{ required: true, message: signIn.required }]
  const error = open.error ?? passkey.error
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
        <Input autoComplete="username" autoFocus />
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
      {passkeysWork && (
        <>
          <Divider plain>{signIn.or}</Divider>
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
        </>
      )}
    </Form>
  )
}
