import ExperimentOutlined from '@ant-design/icons/ExperimentOutlined'
import SafetyCertificateOutlined from '@ant-design/icons/SafetyCertificateOutlined'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useId } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { Facts } from '../../parts/facts.tsx'
import { type StateKind, StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import { CheckFindings } from './check-findings.tsx'
import styles from './connections.module.css'

type Connection = ReplyOf<'listConnections'>['data'][number]

const healthKinds: Readonly<Record<Connection['health'], StateKind>> = { working: 'good', failing: 'failed', unused: 'over' }

/** One connection: where it leads, how its calls went, and its check. */
export function ConnectionPanel({ connection }: { readonly connection: Connection }): ReactNode {
  const { list: words } = useWords(connectionWords)
  const { name, sandbox, health } = connection
  const { brand_id } = useBrand()
  // The check asks for the chosen brand when the connection serves it, or for the first that it serves.
  const [first = brand_id] = connection.brands ?? []
  const asked = connection.brands === undefined || connection.brands.includes(brand_id) ? brand_id : first
  const mayCheck = useMay('administer', asked)
  const mayRehearse = useMay('rehearse', asked)
  const check = useAct('checkConnection', { refresh: ['listConnections'] })
  const heading = useId()
  const input = { name, ...(asked === '' ? {} : { brand_id: asked }) }
  return (
    <section className={styles.connection} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading}>{name}</h2>
        <KindTag sandbox={sandbox} />
        <StateTag kind={healthKinds[health]}>{words.health[health]}</StateTag>
        <div className={styles.acts}>
          {sandbox && mayRehearse && (
            <Link to="/rehearsal" search={(search) => ({ ...search, connection: name })}>
              {words.rehearse}
            </Link>
          )}
          {mayCheck && (
            <Button loading={check.isPending} onClick={() => check.mutate(input)}>
              {words.check}
            </Button>
          )}
        </div>
      </div>
      <p className={styles.note}>{sandbox ? words.sandboxNote : words.realNote}</p>
      <ConnectionFacts connection={connection} />
      {check.error !== null && <ErrorPanel error={check.error} />}
      {check.data !== undefined && <CheckFindings report={check.data} />}
    </section>
  )
}

/** Whether calls reach real members, as icon, colour and word. */
export function KindTag({ sandbox }: Pick<Connection, 'sandbox'>): ReactNode {
  const { list: words } = useWords(connectionWords)
  const Icon = sandbox ? ExperimentOutlined : SafetyCertificateOutlined
  return (
    <span className={`${styles.kind} ${sandbox ? styles.sandbox : styles.real}`}>
      <Icon aria-hidden />
      {sandbox ? words.sandbox : words.real}
    </span>
  )
}

function ConnectionFacts({ connection }: { readonly connection: Connection }): ReactNode {
  const { list: words } = useWords(connectionWords)
  const { base_url, caller_kind, caller_id, brands, per_second, last_success_time, last_failure } = connection
  return (
    <Facts
      facts={[
        { name: words.base_url, value: <span className={styles.mono}>{base_url}</span> },
        { name: words.caller[caller_kind], value: <span className={styles.mono}>{caller_id}</span> },
        { name: words.brands, value: brands === undefined ? words.everyBrand : <span className={styles.mono}>{brands.join(', ')}</span> },
        { name: words.rate, value: words.perSecond(per_second) },
        { name: words.success, value: last_success_time === undefined ? words.never : <Time value={last_success_time} /> },
        {
          name: words.failure,
          value:
            last_failure === undefined ? null : (
              <>
                <Time value={last_failure.time} /> <code>{last_failure.code}</code>
              </>
            ),
        },
      ]}
    />
  )
}
