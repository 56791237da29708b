import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { InputOf, ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Panel } from '../../parts/panel.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './rehearsal.module.css'

type Fault = InputOf<'addRehearsalFault'>['fault']
type ActiveFault = ReplyOf<'getRehearsal'>['faults'][number]

/** The faults of a sandbox: those that are on, and a way to switch another on. */
export function RehearsalFaults({ name, faults }: { readonly name: string; readonly faults: readonly ActiveFault[] }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { faults: words } = rehearsal
  const clear = useAct('clearRehearsalFaults', { refresh: ['getRehearsal'] })
  return (
    <Panel
      title={words.title}
      {...(faults.length > 1
        ? {
            act: (
              <Button type="link" onClick={() => clear.mutate({ name })}>
                {words.removeAll}
              </Button>
            ),
          }
        : {})}
    >
      {faults.length === 0 && <p className={styles.soft}>{words.none}</p>}
      {faults.length > 0 && (
        <ul className={styles.active}>
          {faults.map((fault) => (
            <li key={fault.fault_id}>
              <FaultLine fault={fault} />
              <Button size="small" disabled={clear.isPending} onClick={() => clear.mutate({ name, fault_id: fault.fault_id })}>
                {words.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {clear.error !== null && <ErrorPanel error={clear.error} />}
      <NewFault name={name} />
    </Panel>
  )
}

function FaultLine({ fault: { fault, on, remaining, injected } }: { readonly fault: ActiveFault }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { faults: words, operations, events } = rehearsal
  const targets: Readonly<Record<string, string>> = { ...operations, ...events }
  const all = isOfNotifications(fault) ? words.allEvents : words.all
  return (
    <span>
      <strong>{words.kinds[fault]}</strong>
      <span className={styles.soft}>
        {on === undefined ? all : (targets[on] ?? on)} · {remaining === undefined ? words.always : words.left(remaining)}
        {injected > 0 && ` · ${words.happened(injected)}`}
      </span>
    </span>
  )
}

function NewFault({ name }: { readonly name: string }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { faults: words, operations, events } = rehearsal
  const [fault, setFault] = useState<Fault>('answer_lost')
  const [on, setOn] = useState('invalidateUserCard')
  const [count, setCount] = useState(1)
  const add = useAct('addRehearsalFault', { refresh: ['getRehearsal'] })
  const targets: Readonly<Record<string, string>> = isOfNotifications(fault) ? events : operations
  const chosen = on in targets ? on : ''
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate({ name, fault, count, ...(chosen === '' ? {} : { on: chosen }) })
      }}
    >
      <label className={styles.field}>
        {words.fault}
        <select value={fault} onChange={({ target }) => setFault(kinds(words.kinds).find((kind) => kind === target.value) ?? fault)}>
          {kinds(words.kinds).map((kind) => (
            <option key={kind} value={kind}>
              {words.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        {words.on}
        <select value={chosen} onChange={({ target }) => setOn(target.value)}>
          <option value="">{isOfNotifications(fault) ? words.allEvents : words.all}</option>
          {Object.entries(targets).map(([target, word]) => (
            <option key={target} value={target}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        {words.count}
        <input type="number" min={1} max={1000} required value={count} onChange={({ target }) => setCount(target.valueAsNumber || 1)} />
      </label>
      <Button htmlType="submit" loading={add.isPending}>
        {words.add}
      </Button>
      <p className={styles.soft}>{words.effects[fault]}</p>
      {add.error !== null && <ErrorPanel error={add.error} />}
    </form>
  )
}

function isOfNotifications(fault: Fault): boolean {
  return fault.startsWith('notification_')
}

function kinds(words: Readonly<Record<Fault, string>>): Fault[] {
  return Object.keys(words).filter((kind): kind is Fault => kind in words)
}
