import { CallError } from '@card-member/sdk'
import { DeskError } from '../contract/desk-error.ts'

/** What a failed read of the platform is called here; what is no failure of a call stays as it is. */
export function platformFailure(error: unknown): unknown {
  if (!(error instanceof CallError)) return error
  const { message, request_id } = error
  return new DeskError('platform_failed', { issue: message, ...(request_id === undefined ? {} : { request_id }) })
}
