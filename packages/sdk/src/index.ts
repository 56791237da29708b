export { type CallErrorCode, callErrors } from './client/call-errors.ts'
export { CardMember } from './client/card-member.ts'
export { type DownloadOptions, downloadCertificates, type PlatformCertificate } from './client/certificates.ts'
export { type BrandCredential, type Credential, defaultBaseUrl, type PreparedCredential, prepareCredential } from './client/credential.ts'
export type { CallRequest } from './client/direct-call.ts'
export {
  AnswerError,
  ApiError,
  CallError,
  type CallFacts,
  GatewayError,
  NotSignedError,
  OptionError,
  RateLimitError,
  TransportError,
  ValidationError,
} from './client/error.ts'
export type { ExtraFields, QueryValue } from './client/extra.ts'
export type { Groups } from './client/groups.ts'
export type { CallEndEvent, CallEvent, Hooks, RequestEvent, ResponseEvent, RetryEvent } from './client/hooks.ts'
export type {
  InvalidationResult,
  SafeInvalidationOptions,
  UserCardExtras,
} from './client/invalidate-safely.ts'
export {
  type AskedInvalidation,
  type InvalidationAttempt,
  judgeRead,
  type ReadVerdict,
  settledAfter,
  signedAt,
} from './client/judge-read.ts'
export { LocalRateLimiter, type LocalRateLimiterOptions, type RateLimiter, type RateLimitKey } from './client/limiter.ts'
export { Listing, type PageReply } from './client/listing.ts'
export type * from './client/methods.ts'
export type { CallOptions, CardMemberOptions, RateLimitOptions, Signing } from './client/options.ts'
export type { Outcome } from './client/outcome.ts'
export { type Receipt, receiptOf } from './client/receipt.ts'
export type { Sleep } from './client/sleep.ts'
export {
  answerLimit,
  ProxyFailure,
  type ProxyOption,
  type Transport,
  type TransportAnswer,
  TransportFailure,
  type TransportFailureReason,
  type TransportOptions,
  type TransportRequest,
} from './client/transport.ts'
export type { ApiVariant } from './client/variant.ts'
export { version } from './client/version.ts'
export type { ErrorDetail } from './contract/http-error.ts'
export type { ValidationIssue } from './contract/validation-issue.ts'
export { CardMemberError, CredentialError, SignatureError } from './protocol/error.ts'
export { credentialErrors, type FileErrorCode } from './protocol/file-errors.ts'
export { Keyring, type KeyringEntry } from './protocol/keyring.ts'
export type { ProtocolErrorCode } from './protocol/protocol-errors.ts'
export type { ResourceErrorCode } from './protocol/resource-errors.ts'
export type { Language } from './text.ts'
export type * from './types/answers.ts'
export type * from './types/inputs.ts'
export type * from './types/shared.ts'
