import { Fault, Refusal } from '@card-member/sdk/contract'

/** What a mistake of the caller's that the framework found becomes; anything else is ours and stays as it is. */
export function callersFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error
  const code = 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Fault('body_too_large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Fault('media_type')
  if (error.name === 'BodyCutOff') return new Fault('request_malformed', { issue: 'the body ended before its time', location: 'body' })
  const status = 'statusCode' in error ? Number(error.statusCode) : 0
  return status >= 400 && status < 500 ? new Fault('request_malformed') : error
}
