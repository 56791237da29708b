import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { AuthenticatorSetup } from '../../shell/authenticator-setup.tsx'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import type { JoinProps } from './join-form.tsx'

/** Sets a password, and confirms an authenticator by its first code. */
export function JoinByPassword({ acceptance, name, invitation, joined }: JoinProps): ReactNode {
  const { join } = useWords(accountWords)
  const { signIn } = useWords(shellWords)
  const accept = useAct('acceptInvitation', { onDone: (reply) => joined(reply.name) })
  const required = { required: true, message: signIn.required }
  return (
    <Form<{ readonly password: string; readonly totp: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={(values) => accept.mutate({ ...acceptance, ...values, sealed_secret: invitation.sealed_secret })}
    >
      {accept.error !== null && <ErrorPanel error={accept.error} />}
      {/* For password managers, which keep a password under a name. */}
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      <Form.Item
        name="password"
        label={join.password}
        extra={join.passwordHelp}
        rules={[{ ...required, min: 12, message: join.passwordHelp }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <AuthenticatorSetup otpauth_uri={invitation.otpauth_uri} />
      <Form.Item name="totp" label={join.totp} rules={[required]}>
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={32} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={accept.isPending}>
        {join.submit}
      </Button>
    </Form>
  )
}
