import { generateSync } from 'otplib'
import { CapturedLog } from '../../../test/captured-log.ts'
import type { Grant } from '../src/contract/index.ts'
import { type RunningDesk, type ServerOptions, startDesk } from '../src/index.ts'
import { Browser } from './browser.ts'
import { brand_id, Ground, type GroundOptions, type TestCard } from './ground.ts'
import { ShiftedClock } from './shifted-clock.ts'

/** What every person of a test signs in with. */
export const password = 'correct horse battery'

/** Someone with an account, in a browser where they are signed in. */
export interface Visitor {
  readonly staff_id: string
  readonly name: string
  readonly browser: Browser
  /** A code as their device shows it now. */
  totp(): string
}

/** What a test may want otherwise than usual. */
export type DeskServerOptions = GroundOptions &
  Pick<ServerOptions, 'public_url' | 'effect_seconds' | 'oidc' | 'limits'> & { readonly password_cost?: 'usual' | undefined }

// Tests sign in often.
const lowestCost = { ln: 1, r: 1, p: 1 }

/** A real desk with its server, and what it stands on; its staff are added over its API. */
export class DeskServer implements AsyncDisposable {
  readonly ground: Ground
  readonly desk: RunningDesk
  readonly clock: ShiftedClock
  readonly log: CapturedLog
  readonly administrator: Visitor
  /** Everything that must stand in no line of the log. */
  readonly secrets: Set<string>
  readonly #stack: AsyncDisposableStack

  private constructor(
    parts: Pick<DeskServer, 'ground' | 'desk' | 'clock' | 'log' | 'administrator' | 'secrets'>,
    stack: AsyncDisposableStack,
  ) {
    this.ground = parts.ground
    this.desk = parts.desk
    this.clock = parts.clock
    this.log = parts.log
    this.administrator = parts.administrator
    this.secrets = parts.secrets
    this.#stack = stack
  }

  static async start({ public_url, effect_seconds, oidc, limits, password_cost, ...options }: DeskServerOptions = {}): Promise<DeskServer> {
    await using stack = new AsyncDisposableStack()
    const clock = new ShiftedClock()
    const ground = stack.use(await Ground.lay({ ...options, clock: clock.read }))
    const log = new CapturedLog()
    const { database, folder, connections } = ground
    const desk = stack.use(
      await startDesk({
        database: database.url,
        folder,
        connections,
        clock: clock.read,
        log: log.log,
        ...(password_cost === 'usual' ? {} : { password_cost: lowestCost }),
        ...(public_url === undefined ? {} : { public_url }),
        ...(effect_seconds === undefined ? {} : { effect_seconds }),
        ...(limits === undefined ? {} : { limits }),
        ...(oidc === undefined ? {} : { oidc }),
      }),
    )
    const token = desk.set_up ?? ''
    const secrets = new Set([token, password])
    const browser = new Browser(desk.url)
    const { otpauth_uri } = await browser.call('setUp', { token, name: 'root', password })
    const totp = codesOf(otpauth_uri, clock, secrets)
    const { staff_id } = await browser.call('openSession', { name: 'root', password, totp: totp() })
    const administrator = { staff_id, name: 'root', browser, totp }
    return new DeskServer({ ground, desk, clock, log, administrator, secrets }, stack.move())
  }

  /** Adds a person and signs them in. */
  async join(name: string, ...grants: Grant[]): Promise<Visitor> {
    const { staff_id, otpauth_uri } = await this.administrator.browser.call('addStaff', { name, password, grants })
    const totp = codesOf(otpauth_uri, this.clock, this.secrets)
    const browser = new Browser(this.desk.url)
    await browser.call('openSession', { name, password, totp: totp() })
    return { staff_id, name, browser, totp }
  }

  /** Members with cards, made on the platform. */
  async importCards(count: number, first = 0): Promise<TestCard[]> {
    const cards = await this.ground.importCards(count, first)
    for (const { user_card_code, openid } of cards) this.secrets.add(user_card_code).add(openid)
    return cards
  }

  /** Moves the desk's time and the platform's. */
  async advance(seconds: number): Promise<void> {
    this.clock.advance(seconds)
    await this.ground.platform.sandbox.clock.set({ advance_seconds: seconds })
  }

  /** What names a card to the desk. */
  named(card: TestCard) {
    return { brand_id, card_id: this.ground.card_id, ...card }
  }

  /** Which of the secrets stand in the log. */
  leaks(): string[] {
    return [...this.secrets].filter((secret) => this.log.text.includes(secret))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

function codesOf(otpauth_uri: string, clock: ShiftedClock, secrets: Set<string>): () => string {
  const secret = new URL(otpauth_uri).searchParams.get('secret') ?? ''
  secrets.add(secret)
  return () => {
    const code = generateSync({ secret, epoch: clock.seconds })
    // Six digits alone may stand in a log by chance; as a value of their own they may not.
    secrets.add(`"${code}"`)
    return code
  }
}
