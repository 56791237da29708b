export type { NotifiedUserCard, PointExchange, PointSync } from '../types/events.ts'
export { WebhookError, type WebhookErrorOptions } from './error.ts'
export type {
  EventFacts,
  EventResources,
  KnownEvent,
  UnknownEvent,
  WebhookEvent,
} from './event.ts'
export { type Delivery, type EventHandlers, handle, type WebhookOptions } from './handle.ts'
export type { HeadersInput } from './headers.ts'
export {
  type DeliveryFacts,
  type KeyringResolver,
  type WebhookCredential,
  WebhookKeyring,
  type WebhookKeyringOptions,
  webhookKeyring,
} from './keyring.ts'
export { MemoryEventStore } from './memory-store.ts'
export type { OnceOptions } from './once.ts'
export { type ReceiveOptions, receive } from './receive.ts'
export { type Acknowledgement, reply } from './reply.ts'
export { handleRequest, type TenantOption, toResponse } from './request.ts'
export { type SqlDialect, type SqlEventStore, type SqlEventStoreOptions, type SqlRunner, sqlEventStore } from './sql-store.ts'
export type { Claim, EventStore } from './store.ts'
export { type WebhookErrorCode, type WebhookErrorKind, webhookErrors } from './webhook-errors.ts'
