import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { startChromium } from '../../../test/chromium.ts'
import { type DemoDesk, startFilledDesk } from './demo-desk.ts'
import { OutcomeScene } from './outcome-scene.ts'
import { pageIsComplete } from './page-is-complete.ts'
import { type Shot, shotsOf } from './screenshot-pages.ts'
import { takeGuidePictures } from './take-guide-pictures.ts'

const into = fileURLToPath(new URL('../../../dist/screenshots', import.meta.url))

const appearances = (['zh-CN', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => ([1280, 375] as const).map((width) => ({ language, theme, width }))),
)
type Appearance = (typeof appearances)[number]

/** Takes one picture of the whole page, at a time that stands still. */
async function take(chromium: Browser, desk: DemoDesk, shot: Shot, path: string, { language, theme, width }: Appearance): Promise<void> {
  const context = await chromium.newContext({
    baseURL: desk.url,
    viewport: { width, height: width === 375 ? 812 : 800 },
    locale: language,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(15_000)
  try {
    await context.addInitScript({ content: `localStorage.setItem('card-member-language', '${language}')` })
    for (const [end, json] of Object.entries(shot.answers ?? {}))
      await context.route(
        ({ pathname }) => pathname.startsWith('/api/') && pathname.endsWith(end),
        (route) => route.fulfill({ json }),
      )
    const [name, value] = shot.staff === undefined ? [] : (await desk.cookieOf(shot.staff)).split('=')
    if (name !== undefined && value !== undefined) await context.addCookies([{ name, value, url: desk.url }])
    const page = await context.newPage()
    await page.clock.setFixedTime(new Date())
    await page.goto(path)
    await pageIsComplete(page)
    await shot.act?.(page, (words) => words[language])
    await pageIsComplete(page)
    await page.screenshot({ path: join(into, `${shot.name}-${language}-${theme}-${width}.png`), fullPage: shot.first_screen !== true })
  } finally {
    await context.close()
  }
}

/** Takes pictures of pages in every appearance, into `dist/screenshots`. */
async function takePages(chromium: Browser, names: readonly string[]): Promise<void> {
  if (names.length === 0) rmSync(into, { recursive: true, force: true })
  mkdirSync(into, { recursive: true })
  await using desk = await startFilledDesk()
  const outcomes = await OutcomeScene.prepare(desk)
  for (const shot of shotsOf(desk, outcomes).filter(({ name }) => names.length === 0 || names.includes(name)))
    try {
      const changed = await shot.before?.()
      for (const appearance of appearances) {
        const path = changed ?? (typeof shot.path === 'string' ? shot.path : shot.path[appearance.language])
        await take(chromium, desk, shot, path, appearance)
      }
    } catch (error) {
      console.error(`${shot.name}: ${error}`)
      process.exitCode = 1
    }
  console.log(into)
}

/** @param names of pages, all unless given; `guides` takes the pictures of the guides */
async function main(names: readonly string[]): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const chromium = await startChromium()
  stack.defer(() => chromium.close())
  const pages = names.filter((name) => name !== 'guides')
  if (names.length === 0 || pages.length > 0) await takePages(chromium, pages)
  if (names.length === 0 || names.includes('guides')) await takeGuidePictures(chromium)
}

await main(process.argv.slice(2))
