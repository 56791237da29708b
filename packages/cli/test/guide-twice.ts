import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environment } from './command-fixture.ts'
import { exceptionOf } from './guide-exceptions.ts'
import { type Block, blocksOf, chinese } from './guide-page.ts'
import { clone, freePorts, GuideReader } from './guide-reader.ts'

interface Guide {
  /** Ports that its blocks insist on; others are free instead while it is tested. */
  readonly ports?: readonly string[]
  /** Folders of the machine that its blocks name; a folder of the clone replaces the whole machine. */
  readonly folders?: readonly string[]
  /** What the clone has besides, before the first block. */
  readonly before?: (folder: string) => Promise<void>
  /** Variables that its terminals have besides. */
  readonly env?: Readonly<Record<string, string>>
  /** Whether each `card-member` that is no server is a process of its own, which is so by default, or one process runs them all. */
  readonly commands?: 'started' | 'preloaded'
  /** Exit codes other than 0 that the guide tells of, by how the block begins. */
  readonly ends?: Readonly<Record<string, number>>
  /** What else must hold in the folder after the guide was followed, while its servers run. */
  readonly also?: Readonly<Record<string, (reader: GuideReader) => Promise<void> | void>>
}

/**
 * Follows pages from their first block to their last in a fresh clone, and then their Chinese counterparts in the same folder: the code is the
 * same, so that each block runs a second time where it has run before.
 */
export function followTwice(
  pages: readonly string[],
  { ports = [], folders = [], before, env = {}, commands = 'started', ends = {}, also = {} }: Guide = {},
): void {
  describe(`${pages.join(' and ')}, followed to the letter in a fresh clone`, () => {
    let place: Awaited<ReturnType<typeof clone>>
    beforeAll(async () => {
      place = await clone()
      await before?.(place.folder)
    })
    afterAll(() => place[Symbol.asyncDispose]())

    describe.each([
      ['in English', pages, 'en'],
      ['a second time, in Chinese', pages.map(chinese), 'zh-CN'],
    ] as const)('%s', (_, names, spoken) => {
      let reader: GuideReader
      beforeAll(async () => {
        // A page without a counterpart is read in English again.
        const language = names.every((name) => pages.includes(name)) ? 'en' : spoken
        const machine = join(place.folder, 'machine')
        for (const name of folders) mkdirSync(join(machine, name), { recursive: true })
        const instead = new Map([...(await freePorts(ports)), ...folders.map((name) => [name, join(machine, name)] as const)])
        writeFileSync(join(place.folder, 'instead.sed'), [...instead].map(([named, own]) => `s|${named}|${own}|g\n`).join(''))
        const path = `${join(machine, '/usr/local/bin')}:${environment().PATH}`
        reader = new GuideReader(place.folder, language, instead, { ...env, PATH: path }, commands)
      })
      afterAll(() => reader[Symbol.asyncDispose]())

      const blocks = names.flatMap((name) => blocksOf(name)).filter((block) => exceptionOf(block) === undefined)
      it.each(blocks)('$place $heading', (block) => reader.follow(block, statusOf(block)))

      it.each(Object.entries(also))('%s', (_title, holds) => holds(reader))
    })
  })

  describe.each(pages)('%s and its counterpart in Chinese', (page) => {
    it('have the same blocks', () => {
      // A sketch of a request has words in it, in the language of its page.
      const codes = (name: string) =>
        blocksOf(name).map(({ language, code, file }) => ({ language, code: language === 'http' ? undefined : code, file }))
      expect(codes(chinese(page))).toEqual(codes(page))
    })
  })

  function statusOf({ code }: Block): number {
    return Object.entries(ends).find(([begins]) => code.startsWith(begins))?.[1] ?? 0
  }
}
