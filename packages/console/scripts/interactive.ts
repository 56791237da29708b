import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { startChromium } from '../../../test/chromium.ts'
import { type DemoDesk, type DemoName, startDemoDesk } from './demo-desk.ts'

/** How much slower the processor is made, as that of an old till is. */
const slower = 4
const runs = 5

const pages: readonly { readonly path: string; readonly staff?: DemoName }[] = [
  { path: '/sign-in' },
  { path: '/', staff: 'zhang' },
  { path: '/find', staff: 'zhang' },
  { path: '/batches', staff: 'wang' },
]

// Nothing else is put into the page before it is shown: what a driver looks for elements with takes as long as a small page.
const observe = `
globalThis.lastLongTask = 0
globalThis.shown = 0
new MutationObserver((_, observer) => {
  if (document.querySelector('h1') === null) return
  observer.disconnect()
  requestAnimationFrame(() => setTimeout(() => { globalThis.shown = performance.now() }))
}).observe(document, { childList: true, subtree: true })
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) globalThis.lastLongTask = startTime + duration
}).observe({ type: 'longtask', buffered: true })`

/** Milliseconds from the request of a page, with an empty cache, until its content is shown and no long task keeps it from answering. */
async function interactive(chromium: Browser, desk: DemoDesk, { path, staff }: (typeof pages)[number]): Promise<number> {
  const context = await chromium.newContext({ baseURL: desk.url, locale: 'zh-CN' })
  try {
    const [name, value] = staff === undefined ? [] : (await desk.cookieOf(staff)).split('=')
    if (name !== undefined && value !== undefined) await context.addCookies([{ name, value, url: desk.url }])
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
    await page.addInitScript({ content: observe })
    await page.goto(path, { waitUntil: 'commit' })
    const read = async (name: string): Promise<number> => {
      const { result } = await session.send('Runtime.evaluate', { expression: `globalThis.${name}` })
      return Number(result.value)
    }
    while ((await read('shown')) === 0) await setTimeout(100)
    await page.waitForLoadState('networkidle')
    return Math.max(await read('shown'), await read('lastLongTask'))
  } finally {
    await context.close()
  }
}

await using stack = new AsyncDisposableStack()
const desk = stack.use(await startDemoDesk())
const chromium = await startChromium()
stack.defer(() => chromium.close())
for (const page of pages) {
  const times: number[] = []
  for (let run = 0; run < runs; run++) times.push(await interactive(chromium, desk, page))
  const sorted = times.sort((a, b) => a - b).map((ms) => Math.round(ms))
  console.log(`${page.path.padEnd(10)} median ${sorted[Math.floor(runs / 2)]} ms of ${sorted.join(', ')}`)
}
