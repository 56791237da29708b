import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { startChromium } from '../../../test/chromium.ts'
import { type DemoName, type FilledDesk, startFilledDesk } from './demo-desk.ts'
import { pageIsComplete } from './page-is-complete.ts'
import { takeGuidePictures } from './take-guide-pictures.ts'

const into = fileURLToPath(new URL('../../../dist/screenshots', import.meta.url))

/** A page, and who of the demo looks at it. */
interface Shot {
  /** Of its files. */
  readonly name: string
  readonly path: string
  readonly staff?: DemoName
}

function shotsOf({ paths }: FilledDesk): Shot[] {
  return [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'join', path: '/join#no-such-invitation' },
    { name: 'set-up', path: '/set-up' },
    { name: 'today-clerk', path: '/', staff: 'zhang' },
    { name: 'today-approver', path: '/', staff: 'li' },
    { name: 'find', path: '/find', staff: 'zhang' },
    { name: 'card', path: paths.card, staff: 'zhang' },
    { name: 'card-ended', path: paths.ended, staff: 'zhang' },
    { name: 'invalidate', path: `${paths.card}/invalidate`, staff: 'zhang' },
    { name: 'invalidations', path: '/invalidations', staff: 'zhang' },
    { name: 'invalidation', path: paths.invalidation, staff: 'zhang' },
    { name: 'consents', path: '/consents', staff: 'zhang' },
    { name: 'consent', path: paths.consent, staff: 'zhang' },
    { name: 'batches', path: '/batches', staff: 'wang' },
    { name: 'batch-new', path: '/batches/new', staff: 'wang' },
    { name: 'batch-author', path: paths.batch, staff: 'wang' },
    { name: 'batch-approver', path: paths.batch, staff: 'li' },
    { name: 'templates', path: '/templates', staff: 'zhang' },
    { name: 'notices', path: '/notices', staff: 'chen' },
    { name: 'notice-new', path: '/notices/new', staff: 'chen' },
    { name: 'audit', path: '/audit', staff: 'liu' },
    { name: 'no-permission', path: '/audit', staff: 'zhang' },
    { name: 'staff', path: '/staff', staff: 'chen' },
    { name: 'staff-invite', path: '/staff/invite', staff: 'chen' },
    { name: 'settings', path: '/settings', staff: 'chen' },
    { name: 'changes', path: '/changes', staff: 'chen' },
    { name: 'connections', path: '/connections', staff: 'chen' },
    { name: 'rehearsal', path: '/rehearsal', staff: 'chen' },
    { name: 'me', path: '/me', staff: 'zhang' },
    { name: 'not-found', path: '/no/such/page', staff: 'zhang' },
  ]
}

const appearances = (['zh-CN', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => ([1280, 375] as const).map((width) => ({ language, theme, width }))),
)
type Appearance = (typeof appearances)[number]

/** Takes one picture of the whole page, at a time that stands still. */
async function take(chromium: Browser, desk: FilledDesk, now: Date, shot: Shot, { language, theme, width }: Appearance): Promise<void> {
  const context = await chromium.newContext({
    baseURL: desk.url,
    viewport: { width, height: width === 375 ? 812 : 800 },
    locale: language,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  try {
    await context.addInitScript({ content: `localStorage.setItem('card-member-language', '${language}')` })
    const [name, value] = shot.staff === undefined ? [] : (await desk.cookieOf(shot.staff)).split('=')
    if (name !== undefined && value !== undefined) await context.addCookies([{ name, value, url: desk.url }])
    const page = await context.newPage()
    await page.clock.setFixedTime(now)
    await page.goto(shot.path)
    await pageIsComplete(page)
    await page.screenshot({ path: join(into, `${shot.name}-${language}-${theme}-${width}.png`), fullPage: true })
  } finally {
    await context.close()
  }
}

/** Takes pictures of pages in every appearance, into `dist/screenshots`. */
async function takePages(chromium: Browser, names: readonly string[]): Promise<void> {
  if (names.length === 0) rmSync(into, { recursive: true, force: true })
  mkdirSync(into, { recursive: true })
  await using desk = await startFilledDesk()
  const now = new Date()
  for (const shot of shotsOf(desk).filter(({ name }) => names.length === 0 || names.includes(name)))
    for (const appearance of appearances)
      await take(chromium, desk, now, shot, appearance).catch((error) => {
        console.error(`${shot.name}: ${error}`)
        process.exitCode = 1
      })
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
