import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { Facts } from '../../parts/facts.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Time } from '../../parts/time.tsx'
import { connectionWords } from '../../words/connections.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './inspector.module.css'

type Request = ReplyOf<'listRehearsalRequests'>['data'][number]

/** One request that arrived; folded out, the lines that had to be signed, and why its signature failed. */
export function ReceivedRequest({ request }: { readonly request: Request }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { inspector: words, faults } = rehearsal
  const operations: Readonly<Record<string, string>> = rehearsal.operations
  const { time, operation, method, target, status, fault, request_id, serial_no, caller_kind, caller_id, answer } = request
  return (
    <details className={styles.request}>
      <summary>
        <span className={styles.requestHead}>
          <strong>{operations[operation] ?? operation}</strong>
          <SignatureTag request={request} />
          {fault !== undefined && <StateTag kind="doubt">{faults.kinds[fault]}</StateTag>}
          <span className={styles.mono}>{status ?? words.noAnswer}</span>
        </span>
        <span className={styles.soft}>
          <Time value={time} /> <span className={styles.mono}>{method}</span>
        </span>
      </summary>
      <Facts
        facts={[
          { name: words.requestId, value: <span className={styles.mono}>{request_id}</span> },
          { name: words.request, value: <span className={styles.mono}>{`${method} ${target}`}</span> },
          {
            name: caller_kind === undefined ? '' : words.caller[caller_kind],
            value: caller_kind === undefined ? null : <span className={styles.mono}>{caller_id}</span>,
          },
          { name: words.serial, value: serial_no === undefined ? null : <span className={styles.mono}>{serial_no}</span> },
        ]}
      />
      <SignedLines request={request} />
      {answer !== undefined && answer !== '' && (
        <>
          <h4>{words.answer}</h4>
          <pre className={styles.answer}>{answer}</pre>
        </>
      )}
    </details>
  )
}

function SignatureTag({ request: { signature } }: { readonly request: Request }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { inspector: words } = rehearsal
  if (signature?.valid === true) return <StateTag kind="good">{words.valid}</StateTag>
  return <StateTag kind="failed">{signature === undefined ? words.unsigned : words.invalid}</StateTag>
}

// What had to be signed beside what was signed, line by line.
function SignedLines({ request: { lines, signature } }: { readonly request: Request }): ReactNode {
  const { rehearsal } = useWords(connectionWords)
  const { inspector: words } = rehearsal
  const reasons: Readonly<Record<string, string>> = words.reasons
  if (lines === undefined) return null
  return (
    <>
      {signature?.valid === false && (
        <div className={styles.why}>
          <h4>{words.why}</h4>
          <p>{reasons[signature.code ?? ''] ?? words.noReason}</p>
        </div>
      )}
      <h4>{words.expected}</h4>
      <ol className={styles.lines}>
        {lines.map((line, index) => {
          const differs = signature?.line === index + 1
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
            <li key={index} className={differs ? styles.differs : undefined}>
              <span className={styles.soft}>
                {index + 1} {words.lines[index]}
                {differs && ` · ${words.differs}`}
              </span>
              <code>{line === '' ? words.emptyLine : line}</code>
              {differs && signature?.signed_line !== undefined && (
                <>
                  <span className={styles.soft}>{words.signed}</span>
                  <code className={styles.signed}>{signature.signed_line === '' ? words.emptyLine : signature.signed_line}</code>
                </>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}
