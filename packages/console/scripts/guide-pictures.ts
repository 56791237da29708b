import type { Page } from 'playwright-core'
import type { DemoName } from './demo-desk.ts'
import type { GuideScene } from './guide-scene.ts'

/** Words of a page in its two languages. */
type Both = Readonly<Record<'zh-CN' | 'en', string>>

/** A picture of the guides: what it is called in `docs/images`, and which page it is of. */
export interface GuidePicture {
  readonly name: string
  readonly path: string
  /** Who looks at the page; a member when nobody does. */
  readonly staff?: DemoName
  /** What is done at the desk before. */
  readonly before?: () => Promise<void>
  /** What is done on the page before. */
  readonly act?: (page: Page, of: (words: Both) => string) => Promise<void>
  /** The frame around the page is in the picture too. */
  readonly whole?: boolean
  /** Of the window, in pixels. */
  readonly width?: number
  /** How much of the page is in it, in pixels; all of it unless given. */
  readonly height?: number
}

/** Every picture of `docs/images`, in an order in which the desk can be worked with. */
export function guidePicturesOf(scene: GuideScene): readonly GuidePicture[] {
  return [
    { name: 'first-steps', path: '/', staff: 'zhang', whole: true, height: 700 },
    {
      name: 'card',
      path: scene.card,
      staff: 'zhang',
      act: (page, of) =>
        page
          .getByRole('img', { name: of({ 'zh-CN': '会员卡号的条形码', en: 'Bar code of the card' }) })
          .first()
          .waitFor(),
      width: 1280,
      height: 700,
    },
    {
      name: 'end-card',
      path: `${scene.card}/invalidate`,
      staff: 'zhang',
      act: async (page, of) => {
        await page.getByRole('textbox', { name: of({ 'zh-CN': '失效原因', en: 'Reason' }) }).fill('用户申请退会')
        await page.getByLabel(of({ 'zh-CN': '请会员报出卡号的后 4 位', en: 'Ask the member for the last 4' })).fill(scene.lastFour)
        await page.getByText(of({ 'zh-CN': '与卡号一致', en: 'They match the code' })).waitFor()
        await page.getByText(of({ 'zh-CN': '按下按钮后，服务台将', en: 'When you press the button' })).waitFor()
      },
    },
    {
      name: 'member-page',
      path: scene.memberPage,
      act: async (page, of) => {
        await page.goto(`${scene.memberPage}?lang=${of({ 'zh-CN': 'zh-CN', en: 'en' })}`)
      },
    },
    { name: 'batch-checked', path: scene.batch, staff: 'wang', height: 905 },
    {
      name: 'batch-approval',
      path: scene.batch,
      staff: 'li',
      act: async (page, of) => {
        await page.getByRole('button', { name: of({ 'zh-CN': '打开样本行', en: 'Open the sample rows' }) }).click()
        await page.getByLabel(of({ 'zh-CN': '输入计划作废的张数', en: 'Type the number of cards' })).fill('10')
      },
      height: 1190,
    },
    { name: 'batch-canary', path: scene.batch, staff: 'wang', before: () => scene.runCanary(), height: 352 },
    {
      name: 'rehearsal',
      path: '/rehearsal',
      staff: 'wang',
      before: () => scene.rehearse(),
      act: async (page, of) => {
        await page.getByLabel(of({ 'zh-CN': '会员的 OpenID', en: 'OpenID of the member' })).fill('rehearsal-1')
        await page.getByRole('button', { name: of({ 'zh-CN': '找出已有的卡', en: 'Find existing cards' }) }).click()
        await page.getByRole('link', { name: of({ 'zh-CN': '查看并作废', en: 'View and end' }) }).waitFor()
      },
      height: 895,
    },
    {
      name: 'settings',
      path: '/settings',
      staff: 'chen',
      act: async (page, of) => {
        await page.getByRole('spinbutton', { name: of({ 'zh-CN': '每人每日单张上限', en: 'Single cards a day' }) }).fill('50')
        await page.getByRole('spinbutton', { name: of({ 'zh-CN': '批次所需审批人数', en: 'Approvals that a batch needs' }) }).fill('2')
      },
      height: 700,
    },
    { name: 'pending-change', path: '/changes', staff: 'zhou', before: () => scene.loosen(), height: 525 },
    {
      name: 'connection-check',
      path: '/connections',
      staff: 'chen',
      act: async (page, of) => {
        await page
          .getByRole('button', { name: of({ 'zh-CN': '立即检查', en: 'Check now' }) })
          .first()
          .click()
        await page.getByText(of({ 'zh-CN': '全部正常', en: 'Everything is in order' })).waitFor()
      },
      height: 700,
    },
    {
      name: 'audit-log',
      path: '/audit',
      staff: 'liu',
      before: () => scene.verify(),
      act: async (page, of) => {
        await page.getByText(of({ 'zh-CN': '校验通过', en: 'Verified' }), { exact: true }).waitFor()
      },
      width: 1280,
      height: 900,
    },
  ]
}
