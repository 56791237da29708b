import type { Child } from './child.ts'
import type { Progress } from './counting-proxy.ts'
import type { CrashEnvironment } from './crash-environment.ts'

/** Kills a desk or the platform and starts it again. Progress of the work decides when, so the speed of the machine does not matter. */
export class KillSchedule {
  readonly #environment: CrashEnvironment
  readonly #kills: Promise<void>[] = []
  /** The last restart of each: a process is not killed while it starts. */
  readonly #restarts = new Map<Child, Promise<void>>()
  readonly #failure = Promise.withResolvers<never>()
  count = 0

  constructor(environment: CrashEnvironment) {
    this.#environment = environment
    this.#failure.promise.catch(() => undefined)
  }

  /** Plans `count` kills, spread evenly and at random over work that will count up to `total`; the last comes before its end. */
  plan(count: number, kind: Progress, total: number): void {
    const { random, proxy } = this.#environment
    for (let index = 0; index < count; index++) {
      const moment = Math.ceil(((index + random.next()) / count) * total * 0.9)
      const killed = proxy.reached(kind, moment).then(() => this.#kill())
      killed.catch(this.#failure.reject)
      this.#kills.push(killed)
    }
  }

  /** Waits for something else; throws as soon as a kill or a restart failed. */
  during(other: Promise<unknown>): Promise<unknown> {
    return Promise.race([other, this.#failure.promise])
  }

  /** Resolves when all kills are over and everything runs again. */
  async finished(): Promise<void> {
    await Promise.all(this.#kills)
  }

  #kill(): Promise<void> {
    this.count++
    const { random, desks, platform } = this.#environment
    const desk = random.chance(0.3) ? undefined : desks[Math.floor(random.between(0, desks.length))]
    const victim = desk ?? platform
    const before = this.#restarts.get(victim) ?? Promise.resolve()
    const restart = before.then(() => (desk === undefined ? this.#environment.restartPlatform(true) : desk.restart()))
    this.#restarts.set(victim, restart)
    return restart
  }
}
