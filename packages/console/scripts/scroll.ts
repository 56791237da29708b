import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { startChromium } from '../../../test/chromium.ts'
import { type DemoDesk, startDemoDesk } from './demo-desk.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } })

const scroller = 'section:has(> table[aria-rowcount])'

// The frames that the page draws, and the tasks that keep it from drawing one.
const recorder = `
globalThis.recorded = { frames: [], tasks: [] }
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) recorded.tasks.push(duration)
}).observe({ type: 'longtask' })
let last
const frame = (now) => {
  if (last !== undefined) recorded.frames.push(now - last)
  last = now
  requestAnimationFrame(frame)
}
requestAnimationFrame(frame)`

interface Recorded {
  readonly frames: readonly number[]
  readonly tasks: readonly number[]
}

/** A million rows of a batch that is not checked, as staff upload one. */
async function uploadRows(desk: DemoDesk, count: number): Promise<string> {
  const author = await desk.browserOf('wang')
  const { demo_cards: [card] = [] } = await author.call('getWelcome', {})
  if (card === undefined) throw new Error('the demo has no cards')
  const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'
  const lines = Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(12, '0')
    return `pbLatjvWOibDc5-TBnbUk1pD12o0,4785${number.slice(4)},obLatjnx9gnqzS4m${number},用户申请退会,短信,2026-11-01 10:00:00,2026-11-02 10:00:00,T-${number}`
  })
  const { batch_id } = await author.prepare({ brand_id: card.brand_id, file_name: 'scroll.csv' }, `${head}\n${lines.join('\n')}\n`)
  return batch_id
}

/** What a page drew and worked while something was done with it. */
async function measured(page: Page, session: CDPSession, name: string, act: () => Promise<void>): Promise<Record<string, string | number>> {
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0) * 1000
  }
  await page.evaluate('recorded.frames.length = recorded.tasks.length = 0')
  const before = await busy()
  await act()
  const used = (await busy()) - before
  const { frames, tasks } = await page.evaluate<Recorded>('recorded')
  const sorted = frames.toSorted((a, b) => a - b)
  const round = (ms: number | undefined) => Math.round((ms ?? 0) * 10) / 10
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))])
  return {
    act: name,
    frames: frames.length,
    'median, ms': at(0.5),
    'p95, ms': at(0.95),
    'longest, ms': at(1),
    'long tasks': tasks.length,
    'longest task, ms': round(Math.max(0, ...tasks)),
    'CPU a frame, ms': round(used / frames.length),
  }
}

/** Sets the bar to a place a frame, as a hand that drags it does. */
const drag = (from: number, to: number, frames: number) => `new Promise((done) => {
  const box = document.querySelector('${scroller}')
  let at = 0
  const step = () => {
    box.scrollTop = box.scrollHeight * (${from} + (${to - from} * at) / ${frames})
    if (at++ < ${frames}) requestAnimationFrame(step)
    else done()
  }
  requestAnimationFrame(step)
})`

/** Milliseconds from a jump to a place until the rows there are shown. */
const jump = (share: number) => `new Promise((done) => {
  const box = document.querySelector('${scroller}')
  box.scrollTop = box.scrollHeight * ${share}
  const began = performance.now()
  const look = () => {
    const middle = box.getBoundingClientRect()
    const row = document.elementFromPoint(middle.x + 40, middle.y + middle.height / 2)?.closest('tr')
    if (/^\\d/.test(row?.textContent ?? '')) done(performance.now() - began)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(() => requestAnimationFrame(look))
})`

await using stack = new AsyncDisposableStack()
const desk = stack.use(await startDemoDesk())
const batch_id = await uploadRows(desk, Number(values.rows))
const chromium = await startChromium()
stack.defer(() => chromium.close())
const context = await chromium.newContext({ baseURL: desk.url, locale: 'zh-CN', viewport: { width: 1280, height: 900 } })
const [name = '', value = ''] = (await desk.cookieOf('wang')).split('=')
await context.addCookies([{ name, value, url: desk.url }])
const page = await context.newPage()
await page.addInitScript({ content: recorder })
await page.goto(`/batches/${batch_id}`)
const box = page.locator(scroller)
await box.scrollIntoViewIfNeeded()
await box.locator('tbody td').first().waitFor()
const session = await context.newCDPSession(page)
// The time that the page's own thread works, whatever else the machine does.
await session.send('Performance.enable', { timeDomain: 'threadTicks' })
const { x = 0, y = 0, width = 0, height = 0 } = (await box.boundingBox()) ?? {}
const wheel = (distance: number, speed: number) =>
  session.send('Input.synthesizeScrollGesture', {
    x: x + width / 2,
    y: y + height / 2,
    yDistance: -distance,
    speed,
    gestureSourceType: 'mouse',
  })
const acts: Readonly<Record<string, () => Promise<unknown>>> = {
  'rest, as a comparison': () => sleep(2000),
  'wheel, 2,000 pixels a second': () => wheel(8000, 2000),
  'wheel, 10,000 pixels a second': () => wheel(40_000, 10_000),
  'drag through all rows': () => page.evaluate(drag(0, 1, 120)),
  'drag a little, far down': () => page.evaluate(drag(0.5, 0.5005, 120)),
  'wheel, far down': () => wheel(8000, 2000),
}
await sleep(1000)
const rows: Record<string, string | number>[] = []
for (const [act, run] of Object.entries(acts))
  rows.push(
    await measured(page, session, act, async () => {
      await run()
    }),
  )
console.table(rows)
const jumps: number[] = []
for (const share of [0.3, 0.7, 0.1, 0.9, 0.5]) jumps.push(Math.round(await page.evaluate<number>(jump(share))))
console.log(`rows are shown ${jumps.join(', ')} ms after a jump`)
