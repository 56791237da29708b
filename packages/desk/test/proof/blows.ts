import type { Child } from './child.ts'
import type { Progress } from './counting-proxy.ts'
import type { CrashScene } from './crash-scene.ts'

/** Kills a desk or the platform and starts it again, at moments that the progress of the work decides: no machine is too quick or too slow. */
export class Blows {
  readonly #scene: CrashScene
  readonly #fallen: Promise<void>[] = []
  /** The last restart of each: a process is not killed while it starts. */
  readonly #restarts = new Map<Child, Promise<void>>()
  readonly #failure = Promise.withResolvers<never>()
  count = 0

  constructor(scene: CrashScene) {
    this.#scene = scene
    this.#failure.promise.catch(() => undefined)
  }

  /** Spreads blows evenly over work of which so much will be counted, each at a moment of chance, the last before its end. */
  plan(count: number, kind: Progress, total: number): void {
    const { dice, proxy } = this.#scene
    for (let index = 0; index < count; index++) {
      const moment = Math.ceil(((index + dice.next()) / count) * total * 0.9)
      const fallen = proxy.reached(kind, moment).then(() => this.#strike())
      fallen.catch(this.#failure.reject)
      this.#fallen.push(fallen)
    }
  }

  /** Waits for something else while blows fall; throws when one of them failed. */
  during(other: Promise<unknown>): Promise<unknown> {
    return Promise.race([other, this.#failure.promise])
  }

  /** Resolves when all have fallen, and everything runs again. */
  async fallen(): Promise<void> {
    await Promise.all(this.#fallen)
  }

  #strike(): Promise<void> {
    this.count++
    const { dice, desks, platform } = this.#scene
    const desk = dice.chance(0.3) ? undefined : desks[Math.floor(dice.between(0, desks.length))]
    const victim = desk ?? platform
    const before = this.#restarts.get(victim) ?? Promise.resolve()
    const restart = before.then(() => (desk === undefined ? this.#scene.restartPlatform(true) : desk.restart()))
    this.#restarts.set(victim, restart)
    return restart
  }
}
