import type { QueryClient } from '@tanstack/react-query'
import type { ReadId, ReplyOf } from './types.ts'

interface FirstAnswer<Id extends ReadId> {
  readonly status: number
  /** When it arrived, in milliseconds since 1970. */
  readonly time: number
  readonly body: ReplyOf<Id>
}

declare global {
  /** What `first-paint.js` has asked for, as far as it is there. */
  var firstAnswers: {
    readonly session?: FirstAnswer<'getSession'>
    readonly brands?: FirstAnswer<'listBrands'>
    readonly welcome?: FirstAnswer<'getWelcome'>
  }
}

/** Keeps what was asked for while the scripts were loading; what is not there yet, or was refused, is asked for by who needs it. */
export function keepFirstAnswers(client: QueryClient): void {
  const keep = <Id extends ReadId>(id: Id, answer: FirstAnswer<Id> | undefined) => {
    if (answer?.status === 200) client.setQueryData([id, {}], answer.body, { updatedAt: answer.time })
  }
  const { session, brands, welcome } = globalThis.firstAnswers
  keep('getSession', session)
  keep('listBrands', brands)
  keep('getWelcome', welcome)
  // Nobody is signed in.
  if (session?.status === 401) client.setQueryData(['getSession', {}], null, { updatedAt: session.time })
}
