import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { InputOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './me.module.css'

/** Changes the own password, or sets one. */
export function OwnPassword({ set }: { readonly set: boolean }): ReactNode {
  const { me, join } = useWords(accountWords)
  const { signIn } = useWords(shellWords)
  const online = useOnline()
  const [open, setOpen] = useState(false)
  const change = useAct('setOwnPassword', {
    second_factor: true,
    refresh: ['getOwnFactors', 'listOwnSessions'],
    onDone: () => setOpen(false),
  })
  const begin = () => {
    change.reset()
    setOpen(true)
  }
  return (
    <Panel title={me.password} act={!open && <Button onClick={begin}>{set ? me.changePassword : me.setPassword}</Button>}>
      {!open && <p role="status">{change.isSuccess ? me.passwordDone : state(set, me)}</p>}
      {open && (
        <Form<InputOf<'setOwnPassword'>>
          layout="vertical"
          requiredMark={false}
          className={styles.form ?? ''}
          onFinish={(values) => change.mutate(values)}
        >
          {change.error !== null && <ErrorPanel error={change.error} />}
          {set && (
            <Form.Item name="password" label={me.oldPassword} rules={[{ required: true, message: signIn.required }]}>
              <Input.Password autoComplete="current-password" autoFocus />
            </Form.Item>
          )}
          <Form.Item
            name="new_password"
            label={me.newPassword}
            extra={join.passwordHelp}
            rules={[{ min: 12, required: true, message: join.passwordHelp }]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <div className={styles.acts}>
            <Button type="primary" htmlType="submit" loading={change.isPending} disabled={!online}>
              {me.save}
            </Button>
            <Button onClick={() => setOpen(false)}>{me.cancel}</Button>
          </div>
        </Form>
      )}
    </Panel>
  )
}

function state(set: boolean, me: { readonly passwordSet: string; readonly passwordNone: string }): string {
  return set ? me.passwordSet : me.passwordNone
}
