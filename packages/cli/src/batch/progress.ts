import type { BatchView } from '@card-member/desk'
import type { LocalizedText } from '@card-member/sdk/protocol'
import type { Terminal } from '../terminal.ts'
import { batchWords as words } from '../words/batch.ts'
import { durationOf } from './duration.ts'
import { RateMeter } from './rate-meter.ts'

/** How far something is. */
export interface Point {
  readonly state: string
  readonly done: number
  readonly total: number
  /** Numbers by name; those that are 0 are left out. */
  readonly counts: Readonly<Record<string, number>>
  /** What the allowed rate says, until a pace is known. */
  readonly seconds_left?: number | undefined
  /** Why nothing moves, and until when. */
  readonly waiting?: LocalizedText | undefined
}

const lineEvery_ms = 5_000
const barWidth = 20

/** Shows how far something is: a bar that is redrawn for a person, lines now and then for a log. */
export class Progress {
  readonly #terminal: Terminal
  readonly #watched: boolean
  readonly #pace = new RateMeter()
  #last: { readonly state: string; readonly time: number; readonly text: string } | undefined

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#watched = terminal.isTerminal('err')
  }

  show(point: Point, time: number): void {
    this.#pace.note(point.done, time)
    const text = this.#describe(point)
    if (this.#watched) this.#terminal.redraw(`${barOf(point)} ${text}`, 'err')
    else if (this.#last?.state === point.state && time - this.#last.time < lineEvery_ms) return
    else this.#terminal.write(text, 'err')
    this.#last = { state: point.state, time, text }
  }

  /** Shows where it ended; the line stays. */
  end(point: Point): void {
    const text = this.#describe(point)
    if (this.#watched) this.#terminal.redraw(`${barOf(point)} ${text}`, 'err', true)
    else if (this.#last?.text !== text) this.#terminal.write(text, 'err')
  }

  #describe({ state, done, total, counts, seconds_left, waiting }: Point): string {
    const { perSecond } = this.#pace
    const moving = perSecond !== undefined && perSecond > 0 && done < total && waiting === undefined
    const left = moving ? (total - done) / perSecond : seconds_left
    const parts = [
      `${state} ${done}/${total}`,
      moving ? this.#terminal.in(words.rate(perSecond.toFixed(1))) : undefined,
      left === undefined || done >= total || waiting !== undefined
        ? undefined
        : this.#terminal.in(words.left(this.#terminal.in(durationOf(left)))),
      waiting === undefined ? undefined : this.#terminal.in(waiting),
      countsLine(counts),
    ]
    return parts.filter((part) => part !== undefined && part !== '').join('  ')
  }
}

/** Why a batch waits, and until when; undefined when it does not wait. */
export function waitingOf({ waits_for, waits_until }: Pick<BatchView, 'waits_for' | 'waits_until'>): LocalizedText | undefined {
  if (waits_for === undefined) return undefined
  return waits_until === undefined ? words.waitsForReading : words.waitsFor[waits_for](waits_until.slice(5, 19).replace('T', ' '))
}

/** Numbers by name in one line, without those that are 0. */
export function countsLine(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

function barOf({ done, total }: Point): string {
  const full = total === 0 ? barWidth : Math.floor((barWidth * done) / total)
  return `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}]`
}
