import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { type DemoDesk, startDemoDesk } from './demo-desk.ts'
import { type GuidePicture, guidePicturesOf } from './guide-pictures.ts'
import { GuideScene } from './guide-scene.ts'
import { looksSame } from './looks-same.ts'
import { pageIsComplete } from './page-is-complete.ts'
import { SteadyAnswers } from './steady-answers.ts'

const into = fileURLToPath(new URL('../../../docs/images', import.meta.url))
const languages = ['en', 'zh-CN'] as const
/** The moment that every picture shows: 2026-11-26 16:00 in Beijing. */
const shown_ms = Date.UTC(2026, 10, 26, 8)
const limit_bytes = 60_000

/**
 * Takes the pictures of the guides, each in both languages, into `docs/images`: `NAME.webp` and `NAME.zh-CN.webp`. A second run
 * changes no file.
 *
 * @throws {Error} when a picture has 60 kB or more
 */
export async function takeGuidePictures(chromium: Browser): Promise<void> {
  mkdirSync(into, { recursive: true })
  // The demo adds its own people and members before its desk is ready.
  const start_s = Math.floor(Date.now() / 1000)
  await using desk = await startDemoDesk()
  const scene = await GuideScene.prepare(desk)
  const answers = new SteadyAnswers(start_s, shown_ms / 1000, scene.instead)
  const large: string[] = []
  for (const picture of guidePicturesOf(scene)) {
    await picture.before?.()
    for (const language of languages) {
      const bytes = await take(chromium, desk, answers, picture, language)
      if (bytes.length >= limit_bytes) large.push(`${picture.name} in ${language} has ${bytes.length} bytes`)
      const file = join(into, `${picture.name}${language === 'en' ? '' : `.${language}`}.webp`)
      if (!existsSync(file) || !(await looksSame(chromium, readFileSync(file), bytes))) writeFileSync(file, bytes)
    }
  }
  if (large.length > 0) throw new Error(`Show less of these pages, at most ${limit_bytes} bytes each: ${large.join('; ')}`)
  console.log(into)
}

async function take(
  chromium: Browser,
  desk: DemoDesk,
  answers: SteadyAnswers,
  { path, staff, act, whole = false, width = 1080, height }: GuidePicture,
  language: (typeof languages)[number],
): Promise<Buffer> {
  const context = await chromium.newContext({
    baseURL: desk.url,
    viewport: staff === undefined ? { width: 375, height: 812 } : { width, height: 800 },
    locale: language,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    // For the style that stops what moves.
    bypassCSP: true,
  })
  try {
    await context.addInitScript({ content: `localStorage.setItem('card-member-language', '${language}')` })
    await answers.serve(context)
    if (staff !== undefined) {
      const [name = '', value = ''] = (await desk.cookieOf(staff)).split('=')
      await context.addCookies([{ name, value, url: desk.url }])
    }
    const page = await context.newPage()
    await page.clock.setFixedTime(shown_ms)
    await page.goto(path)
    await pageIsComplete(page)
    await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important; animation: none !important }' })
    await act?.(page, (words) => words[language])
    await pageIsComplete(page)
    return await pictureOf(page, whole || staff === undefined ? 'body' : 'main', height)
  } finally {
    await context.close()
  }
}

/** A part of a page as WebP, which Playwright itself does not write. */
async function pictureOf(page: Page, selector: string, most: number | undefined): Promise<Buffer> {
  // Filling a field in may have scrolled to it.
  await page.evaluate('document.activeElement?.blur(); scrollTo(0, 0)')
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`the page shows no ${selector}`)
  const [x, y, width] = [Math.round(box.x), Math.round(box.y), Math.round(box.width)]
  const height = Math.round(Math.min(box.height, most ?? box.height))
  // A window that holds the picture is drawn once, as a whole; nothing in it has the focus or the pointer.
  await page.setViewportSize({ width: x + width, height: y + height })
  await page.mouse.move(0, 0)
  await page.evaluate('document.fonts.ready')
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 60, clip: { x, y, width, height, scale: 1 } })
  return Buffer.from(data, 'base64')
}
