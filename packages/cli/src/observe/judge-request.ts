import { check, type Endpoint, gather, issueTextOf, mapSealed } from '@card-member/sdk/contract'
import { type LocalizedText, text } from '@card-member/sdk/protocol'
import { parsed } from './body-text.ts'
import type { Exchange } from './exchange.ts'
import type { Match } from './match-operation.ts'

/** What our platform would make of a request. */
export interface JudgedRequest {
  /** Its input, sealed fields as they were sent. */
  readonly input: Readonly<Record<string, unknown>>
  /** The first thing that our platform would refuse: where, and why. */
  readonly issue: { readonly at: string; readonly issue: LocalizedText } | undefined
}

/** Checks a request as our platform does after its signature; undefined when the body cannot be judged here. */
export async function judgeRequest({ operation, path, query }: Match, { body, headers }: Exchange): Promise<JudgedRequest | undefined> {
  if (operation.encoding === 'multipart' || (body.content === undefined && body.bytes > 0)) return undefined
  const gathered = gather(operation, { path, query, body: await parsed(body, headers) })
  if ('issue' in gathered) {
    const { field, issue } = gathered.issue
    return { input: {}, issue: { at: `/${field}`, issue: text({ zh: issue, en: issue }) } }
  }
  const { input } = gathered
  const [first] = check(operation.input, await unsealed(operation, input))
  return { input, issue: first && { at: first.pointer, issue: issueTextOf(first) } }
}

// What a sealed field holds is known to the two ends alone.
function unsealed(operation: Endpoint, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  return mapSealed(operation.input, input, async () => 'sealed')
}
