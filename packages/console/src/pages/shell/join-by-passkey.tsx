import { Alert, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { call } from '../../api/call.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { makePasskey, usePasskeyCeremony } from '../../shell/passkey.ts'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import type { JoinProps } from './join-form.tsx'

/** Makes a passkey, which counts as password and second factor. */
export function JoinByPasskey({ acceptance, invitation, joined }: JoinProps): ReactNode {
  const { join } = useWords(accountWords)
  const { signIn } = useWords(shellWords)
  const [name, setName] = useState('')
  const ceremony = usePasskeyCeremony(
    async () => {
      const credential = await makePasskey(invitation.passkey_options ?? {})
      return call('acceptInvitation', { ...acceptance, passkey: { name, credential } })
    },
    (reply) => joined(reply.name),
  )
  return (
    <Form layout="vertical" requiredMark={false} onFinish={ceremony.start}>
      <p>{join.passkeyText}</p>
      {ceremony.error !== null && <ErrorPanel error={ceremony.error} />}
      {ceremony.cancelled && <Alert type="warning" title={signIn.passkeyCancelled} />}
      <Form.Item name="name" label={join.passkeyName} extra={join.passkeyNameHelp} rules={[{ required: true, message: signIn.required }]}>
        <Input maxLength={64} autoComplete="off" onChange={({ target }) => setName(target.value)} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={ceremony.isPending}>
        {join.submitPasskey}
      </Button>
    </Form>
  )
}
