import type { Log } from '@card-member/service'
import type { Database, Vault } from '@card-member/service/database'
import type { DeliveryParts } from '../delivery/deliver.ts'
import { latestOutbox, type OutboxRow } from '../store/outbox.ts'
import type { Schema } from '../store/schema.ts'
import { readSnapshot, replaceAll, type SnapshotRow } from '../store/snapshot.ts'
import type { Writer } from '../subject/writer.ts'
import type { PlatformKeys } from '../tenants/platform-keys.ts'
import type { Tenants } from '../tenants/tenants.ts'
import type { SandboxClock } from './clock.ts'
import type { RecordedNotification } from './controls.ts'
import { FaultRules } from './faults.ts'
import { Inspector } from './inspector.ts'
import { Members } from './members.ts'
import { PostOffice } from './post-office.ts'
import { Stage } from './stage.ts'

/** What a sandbox stands on. */
export interface SandboxParts {
  readonly clock: SandboxClock
  /** What the controls ask for. */
  readonly token: string
  /** Names that the operator gave to this platform's address. */
  readonly hosts: readonly string[]
  readonly database: Database<Schema>
  readonly tenants: Tenants
  readonly keys: PlatformKeys
}

/** What the running platform adds. */
export interface SandboxRuntime {
  readonly vault: Vault
  readonly writer: Writer
  readonly log: Log
  readonly courier: { poke(): void; idle(): Promise<void> }
}

/** A platform's rehearsal: what can be done to its callers, and what they did. */
export class Sandbox {
  readonly clock: SandboxClock
  readonly token: string
  readonly hosts: readonly string[]
  readonly faults = new FaultRules()
  readonly inspector: Inspector
  readonly stage: Stage
  readonly #office = new PostOffice(this.faults)
  readonly #database: Database<Schema>

  constructor({ clock, token, hosts, database, tenants, keys }: SandboxParts) {
    this.clock = clock
    this.token = token
    this.hosts = hosts
    this.#database = database
    this.inspector = new Inspector(tenants, clock.read)
    this.stage = new Stage({ rules: this.faults, inspector: this.inspector, keys, clock: clock.read })
  }

  /** How notifications go out: to anywhere, as the rules say. */
  get delivery(): Pick<DeliveryParts, 'allow_private' | 'target'> & { readonly send: PostOffice['send'] } {
    return { allow_private: true, target: () => this.#office.forward, send: this.#office.send }
  }

  get forward(): string | undefined {
    return this.#office.forward
  }

  set forward(url: string | undefined) {
    this.#office.forward = url
  }

  members({ vault, writer }: SandboxRuntime): Members {
    return new Members({ vault, writer, clock: this.clock.read })
  }

  /** The newest notifications, the last one first. */
  async notifications(most: number): Promise<RecordedNotification[]> {
    const { kind, read } = this.#database
    return (await latestOutbox({ kind, database: read }, most)).map(recorded)
  }

  snapshot(): Promise<SnapshotRow[]> {
    return readSnapshot(this.#database)
  }

  /** Puts other rows in place of all; faults, recorded requests and the clock begin anew. */
  async begin(rows: readonly SnapshotRow[] = []): Promise<void> {
    await replaceAll(this.#database, rows)
    this.faults.remove()
    this.inspector.clear()
    this.#office.clear()
    this.clock.change({ mode: 'real' })
  }
}

function recorded({ id, event, brand_id, card_id, openid, state, attempts, next_time, last_result }: OutboxRow): RecordedNotification {
  const time = new Date(next_time * 1000).toISOString()
  return { id, event, brand_id, card_id, openid, state, attempts, next_time: time, last_result }
}
