import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { InputOf } from '../../api/types.ts'
import { useAct } from '../../api/use-act.ts'
import { useRead } from '../../api/use-read.ts'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { PersonName } from '../../parts/person-name.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'
import { RequestStateTag } from './consent-state.tsx'
import type { ListFilter } from './consents.tsx'
import { ListedTable } from './listed-table.tsx'

/** How often the answers of members are looked for, in milliseconds. */
const look_ms = 10_000

interface RequestTableProps {
  readonly brand_id: string
  readonly filter: ListFilter
  readonly state: InputOf<'listConsentRequests'>['state']
  readonly filtered: boolean
  readonly go: (offset: number) => void
}

/** The links that were made for members, the newest first; an open one can be stopped. */
export function RequestTable({ brand_id, filter, state, filtered, go }: RequestTableProps): ReactNode {
  const words = useWords(consentWords)
  const online = useOnline()
  const mayStop = useMay('record_consent', brand_id)
  const input = { brand_id, ...filter, ...(state === undefined ? {} : { state }) }
  const read = useRead('listConsentRequests', input, { when: brand_id !== '', every: look_ms, keepLast: true })
  const stop = useAct('stopConsentRequest', { refresh: ['listConsentRequests'] })
  return (
    <>
      {stop.error !== null && <ErrorPanel error={stop.error} />}
      <ListedTable
        label={words.tabs.requests}
        read={read}
        keyOf={({ consent_request_id }) => consent_request_id}
        filter={filter}
        filtered={filtered}
        none={words.noRequests}
        guide="requests"
        all={{ show: 'requests' }}
        go={go}
        columns={[
          {
            key: 'card',
            title: words.columns.card,
            names_row: true,
            cell: ({ card_ref, code_last4 }) =>
              card_ref === undefined ? (
                `… ${code_last4}`
              ) : (
                <Link to="/cards/$ref" params={{ ref: card_ref }}>
                  … {code_last4}
                </Link>
              ),
          },
          { key: 'state', title: words.columns.state, cell: (request) => <RequestStateTag state={request.state} /> },
          { key: 'reason', title: words.columns.reason, cell: ({ invalid_reason }) => invalid_reason },
          { key: 'askedBy', title: words.columns.askedBy, cell: ({ requested_by }) => <PersonName id={requested_by} /> },
          { key: 'asked', title: words.columns.asked, cell: ({ request_time }) => <Time value={request_time} /> },
          { key: 'ends', title: words.columns.ends, cell: ({ expire_time }) => <Time value={expire_time} /> },
          {
            key: 'act',
            title: '',
            stays: true,
            cell: ({ consent_request_id, consent_id, state }) => {
              if (consent_id !== undefined)
                return (
                  <Link to="/consents/$id" params={{ id: consent_id }}>
                    {words.tabs.consents}
                  </Link>
                )
              return state === 'open' && mayStop ? (
                <Button size="small" disabled={!online || stop.isPending} onClick={() => stop.mutate({ brand_id, consent_request_id })}>
                  {words.ask.stop}
                </Button>
              ) : null
            },
          },
        ]}
      />
    </>
  )
}
