import { randomUUID } from 'node:crypto'
import type { EventKind } from '@card-member/sdk/contract'
import type { Vault } from '@card-member/service/database'
import type { NewOutboxRow } from '../store/outbox.ts'
import type { MemberKey } from '../store/user-cards.ts'

/** What a notification tells the merchant. */
export interface NotificationContent {
  readonly event: EventKind
  readonly member: MemberKey
  /** The decrypted resource. */
  readonly resource: unknown
}

/** Makes the outbox row of a notification; its resource is encrypted at rest. */
export function newNotification({ event, member, resource }: NotificationContent, vault: Vault, now: number): NewOutboxRow {
  const { brand_id, card_id, openid } = member
  const id = randomUUID()
  return {
    brand_id,
    id,
    card_id,
    openid,
    event,
    resource: vault.encrypt(JSON.stringify(resource), associatedData(id)),
    create_time: now,
    state: 'pending',
    attempts: 0,
    next_time: now,
    lease: null,
    lease_time: null,
    last_result: null,
    last_status: null,
    last_detail: null,
  }
}

/** Decrypts the resource of a stored notification. */
export function decryptResource({ id, resource }: Pick<NewOutboxRow, 'id' | 'resource'>, vault: Vault): string {
  return vault.decrypt(resource, associatedData(id))
}

function associatedData(id: string): string {
  return `outbox ${id}`
}
