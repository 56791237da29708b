import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { call } from '../../api/call.ts'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Time } from '../../parts/time.tsx'
import { makePasskey, passkeysWork, usePasskeyCeremony } from '../../shell/passkey.ts'
import { useSecondFactor } from '../../shell/second-factor.tsx'
import { useOnline } from '../../shell/use-online.ts'
import { accountWords } from '../../words/account.ts'
import { shellWords } from '../../words/shell.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './me.module.css'

type Passkey = ReplyOf<'getOwnFactors'>['passkeys'][number]

/** The own passkeys. */
export function OwnPasskeys({ passkeys }: { readonly passkeys: readonly Passkey[] }): ReactNode {
  const { me } = useWords(accountWords)
  const online = useOnline()
  const [adding, setAdding] = useState(false)
  const remove = useAct('removeOwnPasskey', { second_factor: true, refresh: ['getOwnFactors'] })
  const columns: Column<Passkey>[] = [
    { key: 'name', title: me.passkeys, cell: ({ name }) => name, names_row: true },
    { key: 'kept', title: me.device, cell: ({ backed_up }) => (backed_up ? me.backedUp : me.notBackedUp) },
    { key: 'created', title: me.created, cell: ({ create_time }) => <Time value={create_time} /> },
    { key: 'used', title: me.lastUsed, cell: ({ last_used_time: used }) => (used === undefined ? me.never : <Time value={used} />) },
    {
      key: 'act',
      title: '',
      align: 'end',
      stays: true,
      cell: ({ passkey_id, name }) => (
        <Button
          type="link"
          size="small"
          disabled={!online || remove.isPending}
          aria-label={me.removePasskeyOf(name)}
          onClick={() => remove.mutate({ passkey_id })}
        >
          {me.removePasskey}
        </Button>
      ),
    },
  ]
  return (
    <Panel
      title={me.passkeys}
      act={
        passkeysWork && (
          <Button disabled={!online} onClick={() => setAdding(true)}>
            {me.addPasskey}
          </Button>
        )
      }
    >
      {!passkeysWork && <p className={styles.text}>{me.passkeysUnavailable}</p>}
      {remove.error !== null && <ErrorPanel error={remove.error} />}
      {adding && <AddPasskey close={() => setAdding(false)} />}
      <DataTable
        label={me.passkeys}
        columns={columns}
        rows={passkeys}
        keyOf={({ passkey_id }) => passkey_id}
        empty={<Empty text={me.passkeysNone} guide="passkeys" />}
      />
    </Panel>
  )
}

function AddPasskey({ close }: { readonly close: () => void }): ReactNode {
  const { me, join } = useWords(accountWords)
  const { signIn } = useWords(shellWords)
  const client = useQueryClient()
  const confirm = useSecondFactor()
  const [name, setName] = useState('')
  const ceremony = usePasskeyCeremony(
    async () => {
      const { options } = await call('startOwnPasskey', {})
      return call('addOwnPasskey', { name, credential: await makePasskey(options) })
    },
    () => {
      void client.invalidateQueries({ queryKey: ['getOwnFactors'] })
      close()
    },
  )
  const start = async () => {
    if (await confirm()) ceremony.start()
  }
  return (
    <Form layout="vertical" requiredMark={false} className={styles.form ?? ''} onFinish={() => void start()}>
      {ceremony.error !== null && <ErrorPanel error={ceremony.error} />}
      {ceremony.cancelled && <Alert type="warning" title={signIn.passkeyCancelled} />}
      <Form.Item name="name" label={join.passkeyName} extra={join.passkeyNameHelp} rules={[{ required: true, message: signIn.required }]}>
        <Input maxLength={64} autoComplete="off" autoFocus onChange={({ target }) => setName(target.value)} />
      </Form.Item>
      <div className={styles.acts}>
        <Button type="primary" htmlType="submit" loading={ceremony.isPending}>
          {me.addPasskey}
        </Button>
        <Button onClick={close}>{me.cancel}</Button>
      </div>
    </Form>
  )
}
