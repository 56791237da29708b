import type { Desk } from '@card-member/desk'
import { isRecord, text } from '@card-member/sdk/contract'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { staffWords as words } from '../words/staff.ts'

/** What joining needs of a desk, whether its database is here or it is reached over HTTP. */
export type JoinDesk = Pick<Desk['sessions'], 'openInvitation' | 'acceptInvitation'>

/** A link as it was typed: where the desk is, and the token. */
export interface Link {
  /** Absent where the token alone was given. */
  readonly origin: string | undefined
  readonly token: string
}

/** Reads a link. @throws {CommandFailure} when it is none */
export function readLink(typed: string): Link {
  const [before = '', token = ''] = typed.includes('#') ? typed.split('#') : ['', typed]
  const origin = URL.canParse(before) ? new URL(before).origin : undefined
  if (!/^[\w-]{20,200}$/.test(token) || (before !== '' && origin === undefined))
    throw new CommandFailure(words.badLink, exit.usage, { field: 'link' })
  return { origin, token }
}

/** A desk that is reached where its link says. */
export function remoteDesk(origin: string, terminal: Terminal): JoinDesk {
  return {
    openInvitation: async (input) => {
      const { name, otpauth_uri, sealed_secret, code_needed } = await post(origin, '/api/join/options', input, terminal)
      const secret = { otpauth_uri: String(otpauth_uri), sealed_secret: String(sealed_secret) }
      return { ...(typeof name === 'string' ? { name } : {}), ...secret, code_needed: code_needed === true }
    },
    acceptInvitation: async (input) => {
      const { staff_id, name } = await post(origin, '/api/join', input, terminal)
      return { staff_id: String(staff_id), name: String(name) }
    },
  }
}

async function post(origin: string, path: string, input: object, terminal: Terminal): Promise<Readonly<Record<string, unknown>>> {
  const headers = { 'content-type': 'application/json', 'accept-language': terminal.language }
  const answer = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(input) }).catch((error: unknown) => {
    throw new CommandFailure(words.unreachable(origin, reasonOf(error)))
  })
  const told: unknown = await answer.json().catch(() => undefined)
  if (answer.ok && isRecord(told)) return told
  const { code, message, detail } = isRecord(told) ? told : {}
  const said = typeof message === 'string' ? message : `HTTP ${answer.status}`
  const field = isRecord(detail) && typeof detail.field === 'string' ? detail.field : undefined
  throw new CommandFailure(text({ zh: said, en: said }), exit.failed, { code: typeof code === 'string' ? code : undefined, field })
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
