import type { Database, Vault } from '@card-member/service/database'
import type { Log } from '@card-member/service/log'
import type { RecordedNotification } from '@card-member/service/sandbox-wire'
import type { DeliveryContext } from '../delivery/deliver.ts'
import type { Writer } from '../domain/writer.ts'
import { latestOutbox, type OutboxRow } from '../store/outbox.ts'
import type { Schema } from '../store/schema.ts'
import { readSnapshot, replaceAll, type SnapshotRow } from '../store/snapshot.ts'
import type { PlatformKeys } from '../tenants/platform-keys.ts'
import type { Tenants } from '../tenants/tenants.ts'
import type { SandboxClock } from './clock.ts'
import { FaultInjector } from './fault-injector.ts'
import { FaultRules } from './fault-rules.ts'
import { Inspector } from './inspector.ts'
import { Members } from './members.ts'
import { NotificationFaults } from './notification-faults.ts'

/** What a sandbox needs. */
export interface SandboxContext {
  readonly clock: SandboxClock
  /** The token of the controls. */
  readonly token: string
  /** Host names of `public_url`. */
  readonly hosts: readonly string[]
  readonly database: Database<Schema>
  readonly tenants: Tenants
  readonly keys: PlatformKeys
}

/** Parts of the running platform. */
export interface SandboxRuntime {
  readonly vault: Vault
  readonly writer: Writer
  readonly log: Log
  readonly dispatcher: { wake(): void; idle(): Promise<void> }
}

/** A sandbox: faults for its callers, and a record of their requests. */
export class Sandbox {
  readonly clock: SandboxClock
  readonly token: string
  readonly hosts: readonly string[]
  readonly faults = new FaultRules()
  readonly inspector: Inspector
  readonly faultInjector: FaultInjector
  readonly #notificationFaults = new NotificationFaults(this.faults)
  readonly #database: Database<Schema>

  constructor({ clock, token, hosts, database, tenants, keys }: SandboxContext) {
    this.clock = clock
    this.token = token
    this.hosts = hosts
    this.#database = database
    this.inspector = new Inspector(tenants, clock.read)
    this.faultInjector = new FaultInjector({ rules: this.faults, inspector: this.inspector, keys, clock: clock.read })
  }

  /** How notifications are sent: private addresses are allowed, and fault rules apply. */
  get delivery(): Pick<DeliveryContext, 'allow_private' | 'target'> & { readonly send: NotificationFaults['send'] } {
    return { allow_private: true, target: () => this.#notificationFaults.forward, send: this.#notificationFaults.send }
  }

  get forward(): string | undefined {
    return this.#notificationFaults.forward
  }

  set forward(url: string | undefined) {
    this.#notificationFaults.forward = url
  }

  members({ vault, writer }: SandboxRuntime): Members {
    return new Members({ vault, writer, clock: this.clock.read })
  }

  /** The newest notifications, the last one first. */
  async notifications(limit: number): Promise<RecordedNotification[]> {
    const { kind, read } = this.#database
    return (await latestOutbox({ kind, database: read }, limit)).map(recorded)
  }

  snapshot(): Promise<SnapshotRow[]> {
    return readSnapshot(this.#database)
  }

  /** The rows of templates, without what members have. */
  async templates(): Promise<SnapshotRow[]> {
    return (await this.snapshot()).filter(({ table }) => table === 'cards' || table === 'activities')
  }

  /** Replaces all rows, and resets faults, recorded requests and the clock. */
  async begin(rows: readonly SnapshotRow[] = []): Promise<void> {
    await replaceAll(this.#database, rows)
    this.faults.remove()
    this.inspector.clear()
    this.#notificationFaults.clear()
    this.clock.change({ mode: 'real' })
  }
}

function recorded(row: OutboxRow): RecordedNotification {
  const { id, event, brand_id, card_id, openid, state, attempts, last_result, last_status, last_detail } = row
  const next_time = new Date(row.next_time * 1000).toISOString()
  return { id, event, brand_id, card_id, openid, state, attempts, next_time, last_result, last_status, last_detail }
}
