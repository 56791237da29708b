import { formatTime } from '@card-member/sdk/contract'
import { generateSync } from 'otplib'
import { DeskError } from '../../src/contract/desk-error.ts'
import type { Role } from '../../src/contract/index.ts'
import { Desk } from '../../src/desk.ts'
import { Connections } from '../../src/domain/connections.ts'
import { type Context, reading } from '../../src/domain/context.ts'
import { dayOf } from '../../src/domain/hours.ts'
import type { DeskParts } from '../../src/parts.ts'
import { type Actor, demand } from '../../src/staff/actor.ts'
import { findStaff, grantsOf } from '../../src/store/staff.ts'
import { emptyTables } from '../fixtures/empty-tables.ts'
import type { ShiftedClock } from '../fixtures/shifted-clock.ts'
import { type ModelCard, ModelPlatform } from '../unknown-outcome/model-platform.ts'
import { ModelProcess, type Slot } from '../unknown-outcome/model-process.ts'
import { card_id, storeBatch } from './store-batch.ts'

const password = 'correct horse battery'
const limit = 2
const never = new AbortController().signal
/** Those who are honest, by their only role. */
const honestRoles = ['clerk', 'author', 'approver'] as const
const wanted = 12

/** A link of an invitation, and who it was meant for. */
export interface Link {
  readonly staff_id: string
  readonly token: string
  /** Whether an honest person asked for it. */
  readonly asked: boolean
}

/** What the parts of each world share: the desk, and its way to a platform. */
export interface Ground {
  readonly parts: DeskParts
  readonly slot: Slot
  readonly clock: ShiftedClock
}

/** One desk with one brand, whose staff are honest but for one person. */
export class World {
  readonly desk: Desk
  readonly brand_id: string
  readonly cards: readonly ModelCard[]
  /** Accounts that the dishonest person signs in with. */
  readonly controlled: string[] = []
  /** Accounts of honest people, by what they were made for. */
  readonly honest = new Map<string, string>()
  /** Links that the dishonest person holds. */
  readonly links: Link[] = []
  /** What honest people asked for, as the text of the change. */
  readonly asked = new Set<string>()
  /** Batches that an honest person prepared, or approved after seeing each row: they are nobody's act alone. */
  readonly shared = new Set<string>()
  /** Batches that an honest approver approved. */
  readonly seen = new Set<string>()
  readonly batches: string[] = []
  readonly #ground: Ground
  readonly #context: Context
  #limit = limit
  #number = 0

  private constructor(ground: Ground, number: number) {
    const { parts, slot, clock } = ground
    this.#ground = ground
    this.brand_id = `dishonest-${number}`
    this.cards = Array.from({ length: wanted }, (_, index) => {
      const digits = `${number}${String(index).padStart(2, '0')}`.padStart(10, '0')
      return { user_card_code: `4785${digits}`, openid: `obLatj${digits}` }
    })
    slot.platform = new ModelPlatform(this.brand_id, card_id, [...this.cards], clock.read)
    slot.onTheWay = []
    const process = new ModelProcess(parts.context, slot, { now: clock.read, databaseNow: clock.read })
    slot.process = process
    const connections = new Connections([{ ...slot.connection, per_second: 1000 }])
    const { process_id } = parts.context
    this.#context = { ...process.context, connections, process_id }
    this.desk = new Desk({ ...parts, context: this.#context })
  }

  /** @param own roles of the dishonest person @param others honest administrators */
  static async open(ground: Ground, number: number, own: readonly Role[], others: number): Promise<World> {
    const world = new World(ground, number)
    const { database } = ground.parts.context
    await emptyTables(database, ['sessions', 'grants', 'invitations', 'totp_secrets', 'passwords', 'pending_changes', 'settings', 'staff'])
    const add = async (name: string, ...given: Role[]) => {
      const { staff_id } = await ground.parts.staff.add({ name, password, grants: given.map((role) => ({ brand_id: '*', role })) }, 'local')
      return staff_id
    }
    for (const one of honestRoles) world.honest.set(one, await add(one, one))
    for (let index = 0; index < others; index++) world.honest.set(`admin-${index}`, await add(`admin-${index}`, 'admin'))
    world.controlled.push(await add('dishonest', ...own))
    const keeper = { ...viewer, second_factor_time: ground.clock.seconds }
    await world.desk.settings.change(keeper, { brand_id: world.brand_id, change: { single_limit_per_person: limit } })
    return world
  }

  /** Somebody as they are signed in; `undefined` when they cannot. */
  async actor(staff_id: string): Promise<Actor | undefined> {
    const store = reading(this.#ground.parts.context)
    const found = await findStaff(store, staff_id)
    if (found === undefined || found.disabled_time !== null) return undefined
    const second_factor_time = this.#ground.clock.seconds
    return { staff_id, name: found.name, grants: await grantsOf(store, staff_id), second_factor_time }
  }

  /** Whether the member agreed that this card ends. */
  agreed(index: number): boolean {
    return index % 2 === 0
  }

  /** Whether a brand's own rule refuses what somebody tries; anything else is an error of the desk. */
  async try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof DeskError) return undefined
      throw error
    }
  }

  /** Records a consent, true or not, and ends the card. */
  async single(by: Actor, index: number): Promise<void> {
    const { desk, brand_id } = this
    const card = this.#card(index)
    const consent = await this.try(() => desk.consents.record(by, { ...card, ...this.#told(), channel: 'sms', invalid_reason: '退会' }))
    const { data } = await desk.consents.list(by, { ...card, state: 'recorded' })
    const consent_id = consent?.consent_id ?? data[0]?.consent_id
    if (consent_id === undefined) return
    const last_four = card.user_card_code.slice(-4)
    await desk.invalidations.create(by, { ...card, brand_id, consent_id, invalid_reason: '退会', last_four })
  }

  /** Prepares and checks a batch. */
  async prepare(by: Actor, indexes: readonly number[]): Promise<void> {
    demand(by, 'prepare_batch', this.brand_id)
    const id = await storeBatch(
      this.#context,
      by.staff_id,
      this.brand_id,
      indexes.map((index) => this.#card(index)),
    )
    this.batches.push(id)
    if (!this.controlled.includes(by.staff_id)) this.shared.add(id)
    await this.desk.batches.check(by, id)
    await this.desk.batches.driveCheck(by, id, never)
  }

  /** An honest approver opens every sample row, which here is every row, and approves if each member agreed. */
  async approveHonestly(by: Actor, id: string): Promise<void> {
    const { plan_sha256 } = await this.desk.batches.sampleRows(by, id)
    const indexes = await this.#indexesOf(id)
    if (indexes.length === 0 || !indexes.every((index) => this.agreed(index))) {
      await this.desk.batches.reject(by, id, { reason: 'a member did not agree' })
      return
    }
    await this.desk.batches.approve(by, id, { count: indexes.length, plan_sha256, shown: true })
    this.seen.add(id)
    this.shared.add(id)
  }

  /** Invites somebody, and keeps the link. */
  async invite(by: Actor, role: Role, asked = false): Promise<void> {
    const name = `colleague-${this.#number++}`
    const { staff_id, link, pending } = await this.desk.staff.invite(by, { name, grants: [{ brand_id: '*', role }] })
    this.#keep({ staff_id, link }, pending?.change_id, asked)
  }

  /** Invites somebody again, and keeps the link. */
  async renew(by: Actor, staff_id: string, asked = false): Promise<void> {
    const { link, pending } = await this.desk.staff.renew(by, { staff_id })
    this.#keep({ staff_id, link }, pending?.change_id, asked)
  }

  #keep({ staff_id, link }: { readonly staff_id: string; readonly link: string }, change_id: string | undefined, asked: boolean): void {
    const [, token = ''] = link.split('#')
    this.links.push({ staff_id, token, asked })
    if (asked && change_id !== undefined) this.asked.add(change_id)
  }

  /** An honest administrator confirms; what comes with it is for whom it concerns alone. */
  async confirm(by: Actor, { change_id }: { readonly change_id: string }): Promise<void> {
    await this.try(() => this.desk.changes.confirm(by, { change_id }))
  }

  advance(hours: number): void {
    this.#ground.clock.advance(hours * 3600)
  }

  /** Approves without looking. */
  async approve(by: Actor, id: string): Promise<void> {
    const { plan_count = 0 } = await this.desk.batches.get(by, id)
    await this.desk.batches.approve(by, id, { count: plan_count })
  }

  async run(by: Actor, id: string): Promise<void> {
    await this.try(() => this.desk.batches.run(by, id))
    await this.try(() => this.desk.batches.resume(by, id))
    await this.desk.batches.driveRun(by, id, never)
  }

  /** Uses a link up, as whoever holds it. Returns whether it worked. */
  async join({ staff_id, token }: Link): Promise<boolean> {
    const { staff } = this.#ground.parts
    const opened = await this.try(() => staff.openInvitation(token))
    if (opened === undefined) return false
    const secret = new URL(opened.otpauth_uri).searchParams.get('secret') ?? ''
    const totp = generateSync({ secret, epoch: this.#ground.clock.seconds })
    const { sealed_secret } = opened
    const joined = await this.try(() => staff.acceptInvitation(token, { password, sealed_secret, totp }))
    return joined?.staff_id === staff_id
  }

  /** The machine's operator enables again whom somebody disabled without reason. */
  async enableHonest(): Promise<void> {
    for (const staff_id of this.honest.values())
      if ((await this.actor(staff_id)) === undefined) await this.try(() => this.#ground.parts.staff.enable(staff_id, 'local'))
  }

  /** A new limit that somebody set, whoever confirmed it. */
  async readLimit(): Promise<void> {
    const { single_limit_per_person } = await this.desk.settings.get(viewer, { brand_id: this.brand_id })
    this.#limit = Math.max(this.#limit, single_limit_per_person)
  }

  /** Days on which more cards were ended by the dishonest person's acts alone than one person may end. */
  async faults(): Promise<string[]> {
    await this.readLimit()
    const rows = await this.#ground.parts.context.database.read
      .selectFrom('invalidations')
      .select(['batch_id', 'requested_by', 'start_time'])
      .where('brand_id', '=', this.brand_id)
      .where('may_have_left', '=', 1)
      .execute()
    const days = new Map<string, number>()
    for (const { batch_id, requested_by, start_time } of rows) {
      const isTheirs = batch_id === null ? this.controlled.includes(requested_by) : !this.shared.has(batch_id)
      if (isTheirs) days.set(dayOf(start_time), (days.get(dayOf(start_time)) ?? 0) + 1)
    }
    return [...days].filter(([, count]) => count > this.#limit).map(([day, count]) => `${count} cards on ${day}, at most ${this.#limit}`)
  }

  /** How many cards were ended. */
  get ended(): number {
    return this.cards.filter(({ end }) => end !== undefined).length
  }

  #card(index: number) {
    const { user_card_code = '', openid = '' } = this.cards[index % this.cards.length] ?? {}
    return { brand_id: this.brand_id, card_id, user_card_code, openid }
  }

  #told() {
    const { seconds } = this.#ground.clock
    return { told_at: formatTime(seconds - 100), agreed_at: formatTime(seconds - 50) }
  }

  async #indexesOf(id: string): Promise<number[]> {
    const { data } = await this.desk.batches.rows(viewer, id, { states: ['pending'], limit: wanted })
    const codes = data.map(({ user_card_code = '' }) => user_card_code.slice(-4))
    return codes.map((code) => this.cards.findIndex(({ user_card_code }) => user_card_code.endsWith(code)))
  }
}

/** Sees what every honest person may see. */
const viewer: Actor = {
  staff_id: 'viewer',
  name: 'viewer',
  grants: [
    { brand_id: '*', role: 'viewer' },
    { brand_id: '*', role: 'admin' },
  ],
  second_factor_time: undefined,
}
