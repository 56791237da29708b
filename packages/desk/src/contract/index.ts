export type { FindingKind } from './audit-finding.ts'
export type { AuditAction } from './audit-words.ts'
export {
  type BatchState,
  type BatchStepAction,
  batchStates,
  batchSteps,
  type Preflight,
  preflights,
  type RowState,
  rowStates,
} from './batch.ts'
export { type BatchEvent, BatchEvents, type StreamEnd } from './batch-events.ts'
export { BatchView, Forecast, RowView } from './batch-view.ts'
export { type ChangeKind, type ChangeState, type ChangeValue, changeKinds, changeStates, PendingChange } from './changes.ts'
export { type Channel, channels } from './channel.ts'
export { contract, type DeskContract } from './contract.ts'
export { DeskError, type DeskErrorKind, deskErrors } from './desk-error.ts'
export { countedMost } from './field.ts'
export { type DeskFiles, files } from './files.ts'
export { type InvalidationState, invalidationStates } from './invalidation.ts'
export { passiveHeader, type RequiredPermission } from './operation.ts'
export { allows, type Grant, isRole, type Permission, permissions, type Role, roles } from './permission.ts'
export { type SplitChange, splitDeskSettings, splitSettings } from './setting-directions.ts'
export { DeskSettings, defaultDeskSettings, defaultSettings, Settings } from './settings.ts'
export { type Called, shownName } from './shown-name.ts'
export { hiddenCharacterOf } from './visible-text.ts'
