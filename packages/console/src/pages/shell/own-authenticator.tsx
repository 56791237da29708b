import { Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { AuthenticatorSetup } from '../../shell/authenticator-setup.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './me.module.css'

/** Replaces the own authenticator, or sets one: the new one counts once its first code is confirmed. */
export function OwnAuthenticator({ since }: { readonly since: string | undefined }): ReactNode {
  const { me, join } = useWords(accountWords)
  const { signIn } = useWords(shellWords)
  const online = useOnline()
  const begin = useAct('startOwnTotp', { second_factor: true })
  const replace = useAct('setOwnTotp', {
    second_factor: true,
    refresh: ['getOwnFactors', 'listOwnSessions'],
    onDone: () => begin.reset(),
  })
  const started = begin.data
  const start = (
    <Button loading={begin.isPending} disabled={!online} onClick={() => begin.mutate({})}>
      {since === undefined ? me.setTotp : me.replaceTotp}
    </Button>
  )
  return (
    <Panel title={me.totp} act={started === undefined && start}>
      {begin.error !== null && <ErrorPanel error={begin.error} />}
      {started === undefined && replace.isSuccess && <p role="status">{me.totpDone}</p>}
      {started === undefined &&
        (since === undefined ? (
          <p>{me.totpNone}</p>
        ) : (
          <p>
            {me.totpSince} <Time value={since} />
          </p>
        ))}
      {started !== undefined && (
        <Form<{ readonly totp: string }>
          layout="vertical"
          requiredMark={false}
          className={styles.form ?? ''}
          onFinish={({ totp }) => replace.mutate({ totp, sealed_secret: started.sealed_secret })}
        >
          <p className={styles.text}>{me.totpText}</p>
          {replace.error !== null && <ErrorPanel error={replace.error} />}
          <AuthenticatorSetup otpauth_uri={started.otpauth_uri} />
          <Form.Item name="totp" label={join.totp} rules={[{ required: true, message: signIn.required }]}>
            <Input autoComplete="one-time-code" inputMode="numeric" maxLength={32} autoFocus />
          </Form.Item>
          <div className={styles.acts}>
            <Button type="primary" htmlType="submit" loading={replace.isPending} disabled={!online}>
              {me.totpConfirm}
            </Button>
            <Button onClick={() => begin.reset()}>{me.cancel}</Button>
          </div>
        </Form>
      )}
    </Panel>
  )
}
