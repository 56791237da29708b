import { Fault, type Operation, Refusal } from '@card-member/sdk/contract'
import { BodyCutOff } from './body-reader.ts'

/** What a mistake of the caller's that the framework found becomes; anything else is ours and stays as it is. */
export function callersFault(error: unknown, { encoding }: Operation): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error
  const code = 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Fault('body_too_large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return mediaTypeFault(encoding)
  if (error instanceof BodyCutOff) return bodyCutOff()
  const status = 'statusCode' in error ? Number(error.statusCode) : 0
  return status >= 400 && status < 500 ? new Fault('request_malformed') : error
}

/** What is said of a body in another media type. */
export function mediaTypeFault(encoding: Operation['encoding']): Fault {
  return new Fault(encoding === 'multipart' ? 'media_type_multipart' : 'media_type')
}

/** What a body becomes whose sender went away before its end. */
export function bodyCutOff(): Fault {
  return new Fault('request_malformed', { issue: 'the connection ended before the body did', location: 'body' })
}
