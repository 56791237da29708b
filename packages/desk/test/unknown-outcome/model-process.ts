import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { CallError, CardMember, TransportFailure, type TransportRequest } from '@card-member/sdk'
import type { Connection } from '../../src/domain/connection.ts'
import { ConnectionHealth } from '../../src/domain/connection-health.ts'
import { Connections } from '../../src/domain/connections.ts'
import type { Context } from '../../src/domain/context.ts'
import { credential, longestWork, type ModelPlatform, readFates, timestampOf, unsigned } from './model-platform.ts'

/** Work of a process, which does not move at every gate until it is let on. */
export interface Flow {
  readonly process: ModelProcess
  stage: string
  /** Lets it on; the number chooses among what may happen at this gate. */
  release: ((choice: number) => void) | undefined
  arrived: PromiseWithResolvers<void>
}

/** A request to end a card that is on its way, as far as its sender can tell. */
export interface OnTheWay {
  readonly request: TransportRequest
  delivered: boolean
}

const current = new AsyncLocalStorage<Flow>()

/** Stands still until a step lets the flow on; outside of a flow it is no gate. */
async function gate(stage: string): Promise<number> {
  const flow = current.getStore()
  if (flow === undefined) return 0
  // What a process does after it was killed, it does not do.
  if (flow.process.dead) return new Promise(() => {})
  const choice = await new Promise<number>((resolve) => {
    flow.stage = stage
    flow.release = resolve
    flow.arrived.resolve()
  })
  return choice
}

/** What may happen to a request that ends a card. */
const sendFates = [
  'answered',
  'answered',
  'lost',
  'slow',
  'held',
  'held',
  'held and 403',
  'held and 500',
  'refused',
  '429',
  'not sent',
] as const

/** One desk process of the model: the real rules over a real database, its own clock, its own way to the platform. */
export class ModelProcess {
  readonly context: Context
  readonly #flows: Flow[] = []
  dead = false
  shift = 0

  constructor(base: Context, slot: Slot, simulation: { readonly now: () => number; readonly databaseNow: () => number }) {
    const clock = () => simulation.now() + this.shift
    const connections = new Connections([slot.connection])
    this.context = {
      ...base,
      process_id: randomUUID(),
      in_flight: new Set(),
      clock,
      databaseNow: async () => simulation.databaseNow(),
      connections,
    }
  }

  get id(): string {
    return this.context.process_id
  }

  get flows(): readonly Flow[] {
    return this.dead ? [] : this.#flows.filter(({ release }) => release !== undefined)
  }

  /** Begins some work, and resolves when it waits at its first gate or is over. */
  async begin(work: () => Promise<unknown>): Promise<void> {
    const flow: Flow = { process: this, stage: 'begins', release: undefined, arrived: Promise.withResolvers() }
    this.#flows.push(flow)
    let failure: unknown
    void current
      .run(flow, work)
      .catch((error: unknown) => {
        failure = error
      })
      .finally(() => {
        flow.stage = 'over'
        flow.arrived.resolve()
      })
    await flow.arrived.promise
    if (failure !== undefined) throw failure
  }

  /** Lets a flow on until its next gate, or its end. */
  async step(flow: Flow, choice: number): Promise<void> {
    const { release } = flow
    flow.release = undefined
    flow.arrived = Promise.withResolvers()
    release?.(choice)
    await flow.arrived.promise
  }
}

/** A client of the real SDK, made once and used by one process of each simulation after another. */
export class Slot {
  readonly connection: Connection
  process: ModelProcess | undefined
  platform: ModelPlatform | undefined
  onTheWay: OnTheWay[] = []
  /** Told of each request that ends a card when it leaves. */
  onLeave: (request: TransportRequest) => void = () => undefined

  constructor() {
    const api = new CardMember(credential, {
      max_attempts: 1,
      rate_limit: false,
      clock: () => this.process?.context.clock() ?? Date.now(),
      elapsed: () => 0,
      sleep: async () => undefined,
      transport: { send: (request) => this.#send(request) },
    })
    this.connection = {
      name: 'model',
      caller_kind: 'merchant',
      caller_id: api.mchid,
      base_url: api.base_url,
      sandbox: false,
      // So that each look for what is in doubt reads one card.
      per_second: 1,
      brands: undefined,
      health: new ConnectionHealth(Date.now),
      controls: undefined,
      check: async () => [],
      activate: async () => '',
      changeLevel: async () => '',
      get: async ({ user_card_code, ...who }) => {
        const card = await api.userCards.get(user_card_code, who)
        await gate('has read')
        return card
      },
      listOf: async () => ({ cards: [], request_id: undefined }),
      template: () => Promise.reject(new Error('no template is read')),
      templates: async () => [],
      invalidateSafely: async ({ user_card_code, ...who }, invalid_reason, options) => {
        const result = await api.userCards
          .invalidateSafely(
            user_card_code,
            { ...who, invalid_reason },
            {
              ...options,
              before_sign: async (signing) => {
                await gate('asks')
                await options.before_sign?.(signing)
                await gate('signs')
              },
            },
          )
          .catch((error: unknown) => {
            if (error instanceof CallError) return { outcome: 'not_done', error, card: undefined } as const
            throw error
          })
        await gate('tells its end')
        return result
      },
      [Symbol.asyncDispose]: () => api.close(),
    }
  }

  async #send(request: TransportRequest) {
    const { platform } = this
    if (platform === undefined) throw new TransportFailure('connection', false)
    if (request.method === 'GET') {
      const choice = await gate('reads')
      const answer = await platform.read(request, readFates[choice % readFates.length] ?? 'ok')
      if (answer === undefined) throw new TransportFailure('timeout', true)
      return answer
    }
    // From here on it counts as sent, unless its fate is 'not sent'.
    this.onLeave(request)
    const way: OnTheWay = { request, delivered: false }
    this.onTheWay.push(way)
    const fate = sendFates[(await gate('sends')) % sendFates.length] ?? 'answered'
    // It arrived while its sender waited; the answer to it is lost.
    if (way.delivered) throw new TransportFailure('timeout', true)
    const arrive = (work?: number) => {
      way.delivered = true
      return platform.end(request, work)
    }
    switch (fate) {
      case 'answered':
        return arrive()
      case 'lost':
        await arrive()
        throw new TransportFailure('connection', true)
      case 'slow':
        await arrive(longestWork)
        throw new TransportFailure('timeout', true)
      case 'held':
        throw new TransportFailure('timeout', true)
      case 'held and 403':
        return unsigned(403, { code: 'FORBIDDEN', message: 'a gateway' })
      case 'held and 500':
        return platform.refuse(500)
      case 'refused':
        way.delivered = true
        return platform.refuse(403)
      case '429':
        way.delivered = true
        return platform.refuse(429)
      case 'not sent':
        way.delivered = true
        throw new TransportFailure('connection', false)
    }
  }
}

/** Whether a request is still to come and would be accepted, now or later. */
export function mayStillAct({ request, delivered }: OnTheWay, now: number): boolean {
  return !delivered && now <= timestampOf(request) + 300_000
}
