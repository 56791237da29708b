import { HttpError, type Operation, PlatformError } from '@card-member/sdk/contract'
import { IncompleteBodyError } from './body-reader.ts'

/** Turns an error of the framework that the caller caused into the error that is answered; any other error stays as it is. */
export function callerError(error: unknown, { encoding }: Operation): unknown {
  if (!(error instanceof Error) || error instanceof HttpError) return error
  const code = 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new PlatformError('body_too_large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return mediaTypeError(encoding)
  if (error instanceof IncompleteBodyError) return incompleteBody()
  const status = 'statusCode' in error ? Number(error.statusCode) : 0
  return status >= 400 && status < 500 ? new PlatformError('request_malformed') : error
}

/** The error of a body in another media type. */
export function mediaTypeError(encoding: Operation['encoding']): PlatformError {
  return new PlatformError(encoding === 'multipart' ? 'media_type_multipart' : 'media_type')
}

/** The error of a body whose sender disconnected before its end. */
export function incompleteBody(): PlatformError {
  return new PlatformError('request_malformed', { issue: 'the connection ended before the body did', location: 'body' })
}
