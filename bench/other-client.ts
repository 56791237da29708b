import { randomBytes } from 'node:crypto'
import { type Actor, type Desk, machineOperator } from '@card-member/desk'
import { formatTime } from '@card-member/sdk/contract'
import { generateSync } from 'otplib'
import { brand_id } from './workplace.ts'

/** The longest that somebody waited, in ms. */
export interface Waits {
  readonly sign_in: number
  readonly list: number
  readonly consent: number
}

interface StaffMember {
  readonly name: string
  readonly password: string
  readonly secret: string
}

/** Somebody who signs in, looks at the batches and records a consent, again and again, and measures how long each takes. */
export class OtherClient implements AsyncDisposable {
  readonly #desk: Desk
  readonly #staff: StaffMember
  readonly #actor: Actor
  #waits = { sign_in: 0, list: 0, consent: 0 }
  #going = true
  readonly #ended: Promise<void>

  private constructor(desk: Desk, staffMember: StaffMember, actor: Actor) {
    this.#desk = desk
    this.#staff = staffMember
    this.#actor = actor
    this.#ended = this.#go()
  }

  static async enter(desk: Desk): Promise<OtherClient> {
    const name = `clerk-${randomBytes(4).toString('hex')}`
    const password = randomBytes(12).toString('base64')
    const { otpauth_uri } = await desk.staff.add(machineOperator, { name, password, grants: [{ brand_id: '*', role: 'clerk' }] })
    const staffMember = { name, password, secret: new URL(otpauth_uri).searchParams.get('secret') ?? '' }
    return new OtherClient(desk, staffMember, await signIn(desk, staffMember))
  }

  /** Measures from now on. */
  watch(): { end(): Promise<Waits> } {
    this.#waits = { sign_in: 0, list: 0, consent: 0 }
    return { end: async () => ({ ...this.#waits }) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#going = false
    await this.#ended
  }

  async #go(): Promise<void> {
    const { batches, consents } = this.#desk
    for (let number = 0; this.#going; number++) {
      if (number % 10 === 0) await this.#time('sign_in', () => signIn(this.#desk, this.#staff))
      await this.#time('list', () => batches.list(this.#actor, { brand_id }))
      const agreed_at = Math.floor(Date.now() / 1000) - 60
      const code = randomBytes(8).toString('hex')
      const card = { card_id: 'pbLatjvWOibDc5-TBnbUk1pD12o0', user_card_code: code, openid: `openid-${code}` }
      await this.#time('consent', () =>
        consents.record(this.#actor, {
          ...{ brand_id, ...card, channel: 'sms', invalid_reason: '用户申请退会', reference: code },
          ...{ told_at: formatTime(agreed_at - 60), agreed_at: formatTime(agreed_at) },
        }),
      )
    }
  }

  async #time(what: keyof Waits, work: () => Promise<unknown>): Promise<void> {
    const began = performance.now()
    await work()
    this.#waits[what] = Math.max(this.#waits[what], performance.now() - began)
  }
}

function signIn(desk: Desk, { name, password, secret }: StaffMember): Promise<Actor> {
  return desk.sessions.signIn({ name, password, totp: generateSync({ secret }) })
}
