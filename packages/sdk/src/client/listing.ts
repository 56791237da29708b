/** The reply of every list. */
export interface PageReply<Item> {
  readonly data: readonly Item[]
  readonly total_count: number
}

/** Fetches one page, from `offset` on. */
export type FetchPage<Page> = (offset: number) => Promise<Page>

/**
 * A list: await it for one page, or iterate over every item of every page. Nothing is sent before that. Each
 * iteration reads the pages again.
 *
 * @example
 * const page = await api.cards.list({ brand_id: '1004', limit: 20 })
 * for await (const card of api.cards.list({ brand_id: '1004' })) console.log(card.card_title)
 */
export class Listing<Item, Page extends PageReply<Item>> implements Promise<Page>, AsyncIterable<Item> {
  readonly #fetchPage: FetchPage<Page>
  readonly #offset: number
  #first: Promise<Page> | undefined

  constructor(fetchPage: FetchPage<Page>, offset: number) {
    this.#fetchPage = fetchPage
    this.#offset = offset
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaitable is what this class is for
  then<Kept = Page, Failed = never>(
    kept?: ((page: Page) => Kept | PromiseLike<Kept>) | null,
    failed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Kept | Failed> {
    return this.#page().then(kept, failed)
  }

  catch<Failed = never>(failed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null): Promise<Page | Failed> {
    return this.#page().catch(failed)
  }

  finally(settled?: (() => void) | null): Promise<Page> {
    return this.#page().finally(settled)
  }

  get [Symbol.toStringTag](): string {
    return 'Listing'
  }

  /** Every item, page by page; ends at an empty page, so that a list that becomes shorter ends too. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for (let offset = this.#offset; ; ) {
      const { data, total_count } = await this.#fetchPage(offset)
      yield* data
      offset += data.length
      if (data.length === 0 || offset >= total_count) return
    }
  }

  #page(): Promise<Page> {
    this.#first ??= this.#fetchPage(this.#offset)
    return this.#first
  }
}
