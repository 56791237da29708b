import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { RequestContext, ResponseSummary } from './edge.ts'

/** The numbers a server keeps about itself, in Prometheus' form. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #answers = new Counter({
    name: 'card_member_answers_total',
    help: 'Answers by operation, status and code',
    labelNames: ['operation', 'status', 'code'],
    registers: [this.#registry],
  })
  readonly #seconds = new Histogram({
    name: 'card_member_answer_seconds',
    help: 'Time from the first byte of a request to its answer, by operation',
    labelNames: ['operation'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.#registry],
  })
  readonly #commits = new Histogram({
    name: 'card_member_commit_jobs',
    help: 'Requests that shared one database transaction',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers: [this.#registry],
  })
  readonly #notifications = new Counter({
    name: 'card_member_notifications_total',
    help: 'Attempts to deliver a notification by event and result',
    labelNames: ['event', 'result'],
    registers: [this.#registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  answered({ operation }: RequestContext, { status, code, ms }: ResponseSummary): void {
    this.#answers.inc({ operation: operation.id, status, code: code ?? 'OK' })
    this.#seconds.observe({ operation: operation.id }, ms / 1000)
  }

  /** A request that reached no operation: nothing that is served, or no proper HTTP. */
  refused(status: number, code: string): void {
    this.#answers.inc({ operation: 'none', status, code })
  }

  committed(jobs: number): void {
    this.#commits.observe(jobs)
  }

  notified(event: string, result: string): void {
    this.#notifications.inc({ event, result })
  }

  /**
   * Adds a number that is read whenever the metrics are.
   *
   * @example
   * metrics.watch('card_member_notifications_waiting', 'Notifications that wait', () => countOpenNotifications(store))
   */
  watch(name: string, help: string, read: () => Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.#registry],
      // A number that cannot be read must not hide the others.
      collect: async () => gauge.set(await read().catch(() => Number.NaN)),
    })
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
