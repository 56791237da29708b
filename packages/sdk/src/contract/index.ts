export { Card, createCard, getCard, invalidateCard, listCards } from './card.ts'
export { check, type FieldFault, isRecord } from './check.ts'
export { type Contract, contract, operations } from './contract.ts'
export { type AnswerLanguage, Fault, type FaultDetail, type FaultName, faults } from './fault.ts'
export { type OpenApiDocument, type OpenApiOptions, type OpenApiServer, openapi } from './openapi.ts'
export { fillPath, type Input, type Operation, operation, type PathField, pathFields, type Repeat, type Reply } from './operation.ts'
export {
  encodeSegment,
  fitsSegment,
  gather,
  type Location,
  locationOf,
  type Placed,
  type PlacementFault,
  place,
  type Received,
  readQuery,
} from './place.ts'
export { hasSealed, isSealedField, mapSealed, type Transform } from './sealed.ts'
export { formatTime, parseTime } from './time.ts'
export { getUserCard, importUserCardByOpenid, invalidateUserCard, listUserCards, Profile, UserCard } from './user-card.ts'
export { DateInfo } from './validity.ts'
