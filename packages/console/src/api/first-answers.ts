import type { QueryClient } from '@tanstack/react-query'
import { call } from './call.ts'
import type { ReadId, ReplyOf } from './types.ts'

interface FirstAnswer<Id extends ReadId> {
  readonly status: number
  readonly body: ReplyOf<Id>
}

/** Undefined when there was no answer. */
type Asked<Id extends ReadId> = Promise<FirstAnswer<Id> | undefined>

declare global {
  /** What `first-paint.js` has asked for. */
  var firstAnswers: {
    readonly session?: Asked<'getSession'>
    readonly brands?: Asked<'listBrands'>
    readonly welcome?: Asked<'getWelcome'>
  }
}

/**
 * Takes what was asked for while the scripts were loading as the reads of the page, so that nothing is asked for twice: an answer often
 * arrives while the scripts run, and is not seen before they have. What was refused is asked for anew.
 */
export function keepFirstAnswers(client: QueryClient): void {
  const { session, brands, welcome } = globalThis.firstAnswers
  const keep = <Id extends ReadId>(id: Id, asked: Asked<Id> | undefined, again: () => Promise<ReplyOf<Id>>) => {
    if (asked === undefined) return
    const queryFn = async (): Promise<ReplyOf<Id> | null> => {
      const answer = await asked
      if (answer?.status === 200) return answer.body
      // Nobody is signed in.
      return id === 'getSession' && answer?.status === 401 ? null : again()
    }
    void client.prefetchQuery<ReplyOf<Id> | null>({ queryKey: [id, {}], queryFn })
  }
  keep('getSession', session, () => call('getSession', {}, { passive: true }))
  keep('listBrands', brands, () => call('listBrands', {}))
  keep('getWelcome', welcome, () => call('getWelcome', {}))
}
