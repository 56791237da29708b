import { driveCheck } from '../src/domain/batch/drive.ts'
import { approve, requestCheck } from '../src/domain/batch/lifecycle.ts'
import { prepareBatch } from '../src/domain/batch/prepare.ts'
import { findConsents, recordConsent } from '../src/domain/consents.ts'
import { reading } from '../src/domain/context.ts'
import { invalidateCard } from '../src/domain/invalidate.ts'
import { changeSettings } from '../src/domain/settings.ts'
import { withdrawConsent, withdrawForCard } from '../src/domain/withdrawals.ts'
import type { DeskParts } from '../src/parts.ts'
import { pageOfRows } from '../src/store/batch-rows.ts'
import { brand_id, type Scene, type TestCard } from './scene.ts'
import { ShiftedClock } from './shifted-clock.ts'

const never = new AbortController().signal

/** When members are told and agree unless a test says otherwise. */
export const old = { told_at: Date.UTC(2026, 10, 1) / 1000, agreed_at: Date.UTC(2026, 10, 2) / 1000 }

/** A desk whose clock a test can move, and what is done on it. */
export class Work {
  readonly scene: Scene
  readonly desk: DeskParts
  readonly clock: ShiftedClock

  constructor(scene: Scene, desk: DeskParts, clock: ShiftedClock) {
    this.scene = scene
    this.desk = desk
    this.clock = clock
  }

  get context() {
    return this.desk.context
  }

  // As fresh as the desk's clock says.
  as(name: string, ...roles: Parameters<Scene['actor']>[1][]) {
    return { ...this.scene.actor(name, ...roles), second_factor_time: this.clock.seconds }
  }

  named(card: TestCard) {
    return { brand_id, card_id: this.scene.card_id, ...card }
  }

  record(card: TestCard, times: { told_at: number; agreed_at: number } = old) {
    return recordConsent(this.context, this.as('zhang', 'clerk'), { ...this.named(card), ...times, channel: 'sms', invalid_reason: '退会' })
  }

  withdraw(consent_id: string) {
    return withdrawConsent(this.context, this.as('zhang', 'clerk'), brand_id, consent_id)
  }

  withdrawCard(card: TestCard) {
    return withdrawForCard(this.context, this.as('zhang', 'clerk'), this.named(card))
  }

  end(card: TestCard, consent_id: string) {
    const input = { ...this.named(card), consent_id, invalid_reason: '退会', last_four: card.user_card_code.slice(-4) }
    return invalidateCard(this.context, this.as('zhang', 'clerk'), input)
  }

  async checked(path: string, more: { force_reason?: string } = {}): Promise<string> {
    const author = this.as('wang', 'author')
    const { batch } = await prepareBatch(this.context, author, { brand_id, path, ...more })
    await driveCheck(this.desk, await requestCheck(this.context, author, batch.batch_id), never)
    return batch.batch_id
  }

  approve(batch_id: string, count: number) {
    return approve(this.context, this.as('li', 'approver'), batch_id, { count })
  }

  async rows(batch_id: string) {
    const rows = await pageOfRows(reading(this.context), { brand_id, batch_id }, { after: 0, limit: 100 })
    return rows.map(({ state, code }) => [state, code])
  }

  async states(card: TestCard) {
    const { rows } = await findConsents(this.context, this.as('zhang', 'clerk'), { brand_id, card: this.named(card) }, 0, 100)
    return rows.map(({ state }) => state)
  }
}

/** Another desk of a scene, with a clock of its own. */
export async function work(scene: Scene): Promise<Work> {
  const clock = new ShiftedClock()
  const desk = await scene.another({ clock: clock.read })
  const made = new Work(scene, desk, clock)
  await changeSettings(desk.context, made.as('root', 'admin'), brand_id, { canary_rows: 0 })
  return made
}
