import type { ConsentRequest } from '@card-member/desk'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { consentRequestWords as words } from '../words/consent-request.ts'
import type { DeskFlags, SignInFlags } from './desk-flags.ts'
import { withDesk } from './desk-session.ts'

type Flags = SignInFlags & DeskFlags & { readonly brand: string }

/** Options of `card-member consent ask`. */
export type AskFlags = Flags & {
  readonly cardId: string
  readonly code: string
  readonly openid: string
  readonly reason: string
  readonly notice?: number
  readonly reference?: string
  readonly publicUrl?: string
}

/** Options of `card-member consent requests`. */
export type ListRequestFlags = Flags & { readonly state?: string }

const most = 100
const states = ['open', 'agreed', 'refused', 'stopped'] as const

/** Makes the link by which one member is asked, and prints it. */
export function runAsk(flags: AskFlags, terminal: Terminal): Promise<number> {
  const { brand: brand_id, cardId: card_id, code: user_card_code, openid, reason: invalid_reason, notice, reference, publicUrl } = flags
  const input = { brand_id, card_id, user_card_code, openid, invalid_reason, notice_version: notice, reference }
  return withDesk(
    flags,
    terminal,
    async ({ desk, actor }) => {
      const { link, replaced, ...request } = await desk.consentRequests.create(actor, input)
      if (flags.json) terminal.write(JSON.stringify({ ...withId(request), link, replaced: replaced ?? null }))
      else {
        terminal.say(words.asked(request.consent_request_id, request.expire_time), 'err')
        if (replaced !== undefined) terminal.say(words.replaced(replaced), 'err')
        terminal.write(link)
      }
      return exit.done
    },
    publicUrl === undefined ? {} : { public_url: publicUrl },
  )
}

/** Lists the newest requests of a brand. */
export function runListRequests(flags: ListRequestFlags, terminal: Terminal): Promise<number> {
  const state = states.find((name) => name === flags.state)
  if (flags.state !== undefined && state === undefined) throw new CommandFailure(words.badState(states.join(', ')), exit.usage)
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const { data, total_count } = await desk.consentRequests.list(actor, { brand_id: flags.brand, state, limit: most })
    if (flags.json) terminal.write(JSON.stringify({ data: data.map(withId), total_count }))
    else if (data.length === 0) terminal.say(words.none, channel)
    else
      terminal.table(
        data.map((one) => [
          one.consent_request_id,
          `${one.state.padEnd(9)}${one.card_id} …${one.code_last4}  ${one.end_time ?? one.expire_time}`,
        ]),
      )
    return exit.done
  })
}

/** Stops a request. */
export function runStopRequest(id: string, flags: Flags, terminal: Terminal): Promise<number> {
  return withDesk(flags, terminal, async ({ desk, actor, channel }) => {
    const request = await desk.consentRequests.stop(actor, { brand_id: flags.brand, consent_request_id: id })
    if (flags.json) terminal.write(JSON.stringify(withId(request)))
    else terminal.say(words.stopped(id), channel)
    return exit.done
  })
}

function withId(request: ConsentRequest) {
  return { id: request.consent_request_id, ...request }
}
