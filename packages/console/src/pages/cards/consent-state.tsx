import type { ReactNode } from 'react'
import type { ReplyOf } from '../../api/types.ts'
import { type StateKind, StateTag } from '../../parts/state-tag.tsx'
import { consentWords } from '../../words/consents.ts'
import { useWords } from '../../words/use-words.ts'

type State = ReplyOf<'getConsent'>['state']
type RequestState = ReplyOf<'stopConsentRequest'>['state']

const kinds = { recorded: 'good', withdrawn: 'failed', superseded: 'over', used: 'over', expired: 'over' } as const satisfies Record<
  State,
  StateKind
>
const requestKinds = { open: 'waiting', agreed: 'good', refused: 'failed', stopped: 'over', expired: 'over' } as const satisfies Record<
  RequestState,
  StateKind
>

/** The state of a consent. */
export function ConsentState({ state }: { readonly state: State }): ReactNode {
  return <StateTag kind={kinds[state]}>{useWords(consentWords).states[state]}</StateTag>
}

/** The state of a request for consent. */
export function RequestStateTag({ state }: { readonly state: RequestState }): ReactNode {
  return <StateTag kind={requestKinds[state]}>{useWords(consentWords).requestStates[state]}</StateTag>
}
