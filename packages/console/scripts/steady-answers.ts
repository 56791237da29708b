import { createHash } from 'node:crypto'
import { formatTime } from '@card-member/sdk/contract'
import type { BrowserContext } from 'playwright-core'

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g
// As the page of a member shows it.
const beijing = /(\d{4}-\d\d-\d\d) (\d\d:\d\d)(?!:)/g
const step_s = 600

/** What a desk makes anew at each start, and what pictures show instead. */
export type Instead = readonly (readonly [own: string, shown: string])[]

/**
 * Answers of a desk that are the same in every run: times count from one moment in whole steps, and ids and hashes are those of an example.
 * The pages that are given them are real, and so is everything else that they show.
 */
export class SteadyAnswers {
  readonly #start_s: number
  readonly #shown_s: number
  readonly #instead: Instead

  /**
   * @param start_s when the desk was begun to be filled, in Unix seconds
   * @param shown_s what pictures show for that moment
   */
  constructor(start_s: number, shown_s: number, instead: Instead) {
    this.#start_s = start_s
    this.#shown_s = shown_s
    this.#instead = instead
  }

  /** Gives every page of a context steady answers. */
  async serve(context: BrowserContext): Promise<void> {
    // A stream of events has no end that could be waited for, and nothing changes while a picture is taken.
    await context.addInitScript({ content: 'window.EventSource = class { addEventListener() {} close() {} }' })
    await context.route(/\/(api|m)\//, async (route) => {
      const request = route.request()
      const post = request.postData()
      const sent = post === null ? {} : { postData: this.#own(post) }
      const answer = await route.fetch({ url: this.#own(request.url()), ...sent })
      await route.fulfill({ response: answer, body: this.#shown(await answer.text()) })
    })
  }

  #own(text: string): string {
    return this.#instead.reduce((known, [own, shown]) => known.replaceAll(shown, own), text)
  }

  #shown(text: string): string {
    return (
      this.#instead
        .reduce((known, [own, shown]) => known.replaceAll(own, shown), text)
        .replaceAll(time, (own) => this.#timeShown(own))
        .replaceAll(beijing, (_, day: string, minute: string) =>
          this.#timeShown(`${day}T${minute}:59+08:00`).slice(0, 16).replace('T', ' '),
        )
        .replaceAll(/"(\w*sha256)":"[0-9a-f]{64}"/g, (_, name: string) => `"${name}":"${createHash('sha256').update(name).digest('hex')}"`)
        .replaceAll(/\b([a-z_]+)-[0-9a-z]{8}-[0-9a-f]{10}\b/g, '$1-mwy3n90k-c6ff24778a')
        // How busy the machine was is no part of a picture.
        .replaceAll(/,"last_failure":\{[^{}]*\}/g, '')
        .replaceAll(/\b[0-9A-F]{22}-\d+\b/g, 'F23424C9C69FC861F437D2-0')
        .replaceAll(/\b[0-9A-F]{40}\b/g, '5157F09EFDC096DE15EBE81A47057A7232F1B8E1')
        .replaceAll(/PUB_KEY_ID_\d+/g, 'PUB_KEY_ID_0119000000012026071400000000000001')
        .replaceAll(/(card-member\.local\/)[0-9a-f]{16}/g, '$13883d4af8526565b')
        .replaceAll(/\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43,44}=?/g, '+d7bdf96f+AScowISPvqtIxvBVGTNU/FGZTIvhY7+MT2yIRVVS6+0P')
    )
  }

  #timeShown(own: string): string {
    const steps = Math.floor((Math.floor(Date.parse(own) / 1000) - this.#start_s) / step_s)
    return formatTime(this.#shown_s + steps * step_s)
  }
}
