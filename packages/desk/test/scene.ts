import type { CardMember } from '@card-member/sdk'
import { makeLog } from '@card-member/service'
import type { TestDatabase } from '../../../test/database-fixture.ts'
import type { Role } from '../src/contract/index.ts'
import { type DeskOptions, type DeskParts, openParts } from '../src/parts.ts'
import type { Actor } from '../src/staff/actor.ts'
import { Ground, type GroundOptions, type TestCard } from './ground.ts'

export { brand_id, type TestCard } from './ground.ts'

/** What a test may want otherwise than usual. */
export interface SceneOptions extends GroundOptions {
  readonly effect_seconds?: number
}

/** A desk without its server, and what it stands on. */
export class Scene implements AsyncDisposable {
  readonly desk: DeskParts
  readonly #ground: Ground
  readonly #effect_seconds: number

  private constructor(ground: Ground, effect_seconds: number, desk: DeskParts) {
    this.#ground = ground
    this.#effect_seconds = effect_seconds
    this.desk = desk
  }

  static async open({ effect_seconds = 2, ...options }: SceneOptions = {}): Promise<Scene> {
    await using stack = new AsyncDisposableStack()
    const ground = stack.use(await Ground.lay(options))
    const desk = await openParts(optionsOf(ground, effect_seconds))
    stack.move()
    return new Scene(ground, effect_seconds, desk)
  }

  get platform(): Ground['platform'] {
    return this.#ground.platform
  }

  get api(): CardMember {
    return this.#ground.api
  }

  get card_id(): string {
    return this.#ground.card_id
  }

  get database(): TestDatabase {
    return this.#ground.database
  }

  get folder(): string {
    return this.#ground.folder
  }

  get connections(): string {
    return this.#ground.connections
  }

  /** Another desk on the same database. */
  another(options: Pick<DeskOptions, 'clock' | 'database_clock' | 'log'> = {}): Promise<DeskParts> {
    return openParts({ ...optionsOf(this.#ground, this.#effect_seconds), ...options })
  }

  /** Someone with roles for every brand, who has just given a code of their second factor. */
  actor(name: string, ...roles: Role[]): Actor {
    const grants = roles.map((role) => ({ brand_id: '*', role }))
    return { staff_id: name, name, grants, second_factor_time: Math.floor(Date.now() / 1000) }
  }

  /** Members with cards, made on the platform. */
  importCards(count: number, first = 0): Promise<TestCard[]> {
    return this.#ground.importCards(count, first)
  }

  /** Writes a batch file with a consent in each row. */
  file(cards: readonly TestCard[], name?: string): Promise<string> {
    return this.#ground.file(cards, name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.desk[Symbol.asyncDispose]()
    await this.#ground[Symbol.asyncDispose]()
  }
}

function optionsOf({ database, folder, connections }: Ground, effect_seconds: number) {
  return { database: database.url, folder, connections, effect_seconds, log: makeLog({ level: 'warn' }) }
}
