import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Divider, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import type { ApiError } from '../api/api-error.ts'
import { call } from '../api/call.ts'
import type { InputOf, ReplyOf } from '../api/types.ts'
import { useRead } from '../api/use-read.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { shellWords } from '../words/shell.ts'
import { useWords } from '../words/use-words.ts'
import { passkeysWork, signByPasskey, usePasskeyCeremony } from './passkey.ts'
import { useSession } from './session.tsx'

type Session = ReplyOf<'confirmSecondFactor'>

async function confirmByPasskey(): Promise<Session> {
  const { options } = await call('startPasskeyConfirmation', {})
  return call('confirmByPasskey', { credential: await signByPasskey(options) })
}

/** Asks for a code of the authenticator, or for a passkey where the person has one. People of the demo press a button. */
export function SecondFactorForm({ given }: { readonly given: (session: Session) => void }): ReactNode {
  const { secondFactor, signIn } = useWords(shellWords)
  const { name } = useSession()
  const factors = useRead('getOwnFactors', {})
  const welcome = useRead('getWelcome', {})
  const isDemoPerson = welcome.data?.demo?.some((person) => person.name === name) ?? false
  const code = useMutation<Session, ApiError, InputOf<'confirmSecondFactor'>>({
    mutationFn: (input) => call('confirmSecondFactor', input),
    onSuccess: given,
  })
  const demo = useMutation<Session, ApiError, void>({ mutationFn: () => call('confirmDemoSecondFactor', {}), onSuccess: given })
  const passkey = usePasskeyCeremony(confirmByPasskey, given)
  const hasPasskey = passkeysWork && (factors.data?.passkeys.length ?? 0) > 0
  const error = code.error ?? passkey.error ?? demo.error
  return (
    <>
      <p>{secondFactor.text}</p>
      {error !== null && <ErrorPanel error={error} />}
      {passkey.cancelled && <Alert type="warning" title={signIn.passkeyCancelled} />}
      {isDemoPerson && (
        <Button type="primary" block loading={demo.isPending} onClick={() => demo.mutate()}>
          {secondFactor.demo}
        </Button>
      )}
      {hasPasskey && (
        <>
          <Button type={isDemoPerson ? 'default' : 'primary'} block loading={passkey.isPending} onClick={passkey.start}>
            {secondFactor.passkey}
          </Button>
          <Divider plain>{signIn.or}</Divider>
        </>
      )}
      <Form<InputOf<'confirmSecondFactor'>> layout="vertical" requiredMark={false} onFinish={(values) => code.mutate(values)}>
        <Form.Item name="totp" label={signIn.totp} extra={signIn.totpHelp} rules={[{ required: true, message: signIn.required }]}>
          <Input autoComplete="one-time-code" inputMode="numeric" maxLength={32} autoFocus />
        </Form.Item>
        <Button type={hasPasskey || isDemoPerson ? 'default' : 'primary'} htmlType="submit" block loading={code.isPending}>
          {secondFactor.submit}
        </Button>
      </Form>
    </>
  )
}
