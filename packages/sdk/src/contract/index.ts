export { fillText, type Language, type LocalizedText, type TextPart, text } from '../text.ts'
export { Activity, createActivity, getActivity, listActivities, terminateActivity, updateActivity } from './activity.ts'
export { brandDirectVariant } from './brand-direct.ts'
export { Card, createCard, getCard, invalidateCard, listCards, updateCard } from './card.ts'
export { downloadCertificates } from './certificate.ts'
export { check, isRecord } from './check.ts'
export { type CompiledField, type CompiledOperation, compile, type Location } from './compile.ts'
export { type CompiledSchema, compileSchema } from './compiled-schema.ts'
export { type Contract, contract, operations } from './contract.ts'
export { Envelope, type EventKind, eventKind, eventPrefixes, events, PointExchange, PointSync } from './event.ts'
export { createUserFeed } from './feed.ts'
export { defineErrors, type ErrorDefinition, type ErrorDetail, HttpError } from './http-error.ts'
export { uploadImage } from './image.ts'
export { type OpenApiOptions, type OpenApiServer, openapi } from './openapi.ts'
export { type DescribedApi, describeApi, type OpenApiDocument } from './openapi-writer.ts'
export {
  type Endpoint,
  fillPath,
  type Input,
  type Operation,
  operation,
  type PathField,
  pathFields,
  type Repeat,
  type Reply,
} from './operation.ts'
export {
  encodeSegment,
  fitsSegment,
  gather,
  hasBody,
  locationOf,
  type Placed,
  type PlacementIssue,
  place,
  type Received,
  readQuery,
  unknownQueryName,
} from './place.ts'
export { PlatformError, type PlatformErrorKind, platformErrors } from './platform-error.ts'
export { confirmExchangeCoupon, syncUserPoints } from './point.ts'
export {
  type ArraySchema,
  type Condition,
  type EnumSchema,
  type Keywords,
  type ObjectSchema,
  type Optional,
  type Properties,
  type Schema,
  type Static,
  Type,
} from './schema.ts'
export { hasSealed, isSealedField, mapSealed, type Transform } from './sealed.ts'
export { formatTime, parseTime } from './time.ts'
export { createPayViewToken, createPreAuthToken } from './token.ts'
export {
  confirmUserCard,
  getUserCard,
  importUserCardByOpenid,
  invalidateUserCard,
  listUserCards,
  Profile,
  UserCard,
  updateUserCard,
} from './user-card.ts'
export { matches } from './validate.ts'
export { issueTextOf, type ValidationIssue } from './validation-issue.ts'
export { DateInfo } from './validity.ts'
