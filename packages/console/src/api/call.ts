import { operations } from 'virtual:operations'
import { passiveHeader } from '@card-member/desk/contract'
import { currentLanguage } from '../words/language.ts'
import { ApiError, unreachable } from './api-error.ts'
import { connectionState } from './connection-state.ts'
import { sessionEnded } from './session-ended.ts'
import { targetOf } from './target.ts'
import type { InputOf, OperationId, ReplyOf } from './types.ts'

/** How a call is made. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** Whether a page asks by itself: such a read does not keep the session alive. */
  readonly passive?: boolean
}

/**
 * Calls an operation of the desk once; nothing is ever sent a second time.
 *
 * @throws {ApiError} any other answer than 2xx, and none at all; a session that is over is told to the shell as well
 * @example
 * const { data } = await call('listNotices', { brand_id })
 */
export async function call<Id extends OperationId>(
  id: Id,
  input: InputOf<Id>,
  { signal, passive = false }: CallOptions = {},
): Promise<ReplyOf<Id>> {
  const { method } = operations[id]
  const { target, body } = targetOf(id, { ...input })
  const init: RequestInit = {
    method,
    headers: {
      'accept-language': currentLanguage(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(passive ? { [passiveHeader]: 'true' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }
  const answer = await send(target, init)
  if (!answer.ok) throw await errorOf(answer)
  return answer.json()
}

/** Sends any request to the desk, such as one with a file. @throws {ApiError} when there is no answer */
export async function send(target: string, init: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(target, init)
    connectionState.answered(true)
    return answer
  } catch (error) {
    if (init.signal?.aborted) throw error
    connectionState.answered(false)
    throw new ApiError({ message: '', status: 0, code: unreachable, detail: {}, request_id: undefined })
  }
}

/** What a refusal says. The shell is told when it says that the session is over. */
export async function errorOf(answer: Response): Promise<ApiError> {
  const body: { code?: string; message?: string; detail?: Record<string, unknown> } = await answer.json().catch(() => ({}))
  const error = new ApiError({
    message: body.message ?? '',
    status: answer.status,
    code: body.code ?? `HTTP_${answer.status}`,
    detail: body.detail ?? {},
    request_id: answer.headers.get('request-id') ?? undefined,
  })
  if (error.code === 'NOT_SIGNED_IN') sessionEnded.tell()
  return error
}
