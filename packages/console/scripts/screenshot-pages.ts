import type { Page } from 'playwright-core'
import type { DemoName, FilledDesk } from './demo-desk.ts'
import type { BadOutcome, OutcomeScene } from './outcome-scene.ts'

/** Something in each of the two languages. */
export type Both = Readonly<Record<'zh-CN' | 'en', string>>

/** A page, and who of the demo looks at it. */
export interface Shot {
  /** Of its files. */
  readonly name: string
  readonly path: string | Both
  readonly staff?: DemoName
  /** The picture ends with the screen: the page is long. */
  readonly first_screen?: true
  /** What is done at the desk before, once. It may say where the page is. */
  readonly before?: () => Promise<string | undefined>
  /** What is done on the page before. */
  readonly act?: (page: Page, of: (words: Both) => string) => Promise<void>
  /** Answers of the desk that are shown instead of its own, by the end of their path, for what a demo has not. */
  readonly answers?: Readonly<Record<string, unknown>>
}

const nothing = { data: [], total_count: 0 }
const guide = (page: string): Both => ({ 'zh-CN': `/guide/${page}.zh-CN.html`, en: `/guide/${page}.html` })
const more = { 'zh-CN': '更多', en: 'More' }

/** Every page of the console, in an order in which the desk can be worked with. */
export function shotsOf(desk: FilledDesk, outcomes: OutcomeScene): readonly Shot[] {
  const { paths } = desk
  const empty = (name: string, staff: DemoName, path: string, list: string): Shot => ({
    name: `${name}-empty`,
    path,
    staff,
    answers: { [list]: nothing },
  })
  const outcome = (state: BadOutcome): Shot => ({
    name: `invalidation-${state.replaceAll('_', '-')}`,
    path: '/invalidations',
    staff: 'zhang',
    before: () => outcomes.reach(state),
  })
  return [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'join-over', path: '/join#no-such-invitation' },
    { name: 'join', path: '/join', before: () => invitationOf(desk) },
    { name: 'set-up', path: '/set-up', answers: { '/welcome': { set_up_open: true, oidc: false, demo: false, version: '0.1.0' } } },
    { name: 'set-up-over', path: '/set-up' },
    { name: 'guide-operators', path: guide('desk-operators'), first_screen: true },
    { name: 'guide-first-steps', path: guide('first-steps'), first_screen: true },
    { name: 'today-clerk', path: '/', staff: 'zhang' },
    { name: 'today-approver', path: '/', staff: 'li' },
    {
      name: 'menu',
      path: '/',
      staff: 'chen',
      act: async (page, of) => {
        const button = page.getByRole('button', { name: of(more) })
        if (await button.isVisible()) await button.click()
      },
    },
    { name: 'find', path: '/find', staff: 'zhang' },
    { name: 'card', path: paths.card, staff: 'zhang' },
    { name: 'card-ended', path: paths.ended, staff: 'zhang' },
    { name: 'invalidate', path: `${paths.card}/invalidate`, staff: 'zhang' },
    { name: 'invalidation', path: paths.invalidation, staff: 'zhang' },
    outcome('unknown'),
    outcome('rejected'),
    outcome('already_invalid'),
    outcome('not_found'),
    { name: 'invalidations', path: '/invalidations', staff: 'zhang' },
    empty('invalidations', 'zhang', '/invalidations', '/invalidations'),
    { name: 'consents', path: '/consents', staff: 'zhang' },
    empty('consents', 'zhang', '/consents', '/consents'),
    { name: 'consent', path: paths.consent, staff: 'zhang' },
    { name: 'batches', path: '/batches', staff: 'wang' },
    empty('batches', 'wang', '/batches', '/batches'),
    { name: 'batch-new', path: '/batches/new', staff: 'wang' },
    { name: 'batch-author', path: paths.batch, staff: 'wang' },
    { name: 'batch-approver', path: paths.batch, staff: 'li' },
    { name: 'templates', path: '/templates', staff: 'zhang' },
    empty('templates', 'zhang', '/templates', '/cards'),
    { name: 'notices', path: '/notices', staff: 'chen' },
    { name: 'notice-new', path: '/notices/new', staff: 'chen' },
    { name: 'audit', path: '/audit', staff: 'liu' },
    empty('audit', 'liu', '/audit?action=batch.cancel', '/events'),
    { name: 'no-permission', path: '/audit', staff: 'zhang' },
    { name: 'staff', path: '/staff', staff: 'chen' },
    { name: 'staff-invite', path: '/staff/invite', staff: 'chen' },
    { name: 'member', path: '/staff', staff: 'zhou', before: () => memberOf(desk, 'wang') },
    { name: 'settings', path: '/settings', staff: 'chen' },
    { name: 'changes', path: '/changes', staff: 'chen', before: () => proposeChanges(desk) },
    { name: 'changes-second', path: '/changes', staff: 'zhou' },
    { name: 'today-administrator', path: '/', staff: 'zhou' },
    empty('changes', 'zhou', '/changes', '/changes'),
    { name: 'connections', path: '/connections', staff: 'chen' },
    { name: 'rehearsal', path: '/rehearsal', staff: 'wang', before: () => rehearse(desk), act: showRehearsedCards },
    { name: 'me', path: '/me', staff: 'zhang' },
    { name: 'not-found', path: '/no/such/page', staff: 'zhang' },
    { name: 'crash', path: '/consents', staff: 'zhang', answers: { '/consents': { data: [null], total_count: 1 } } },
  ]
}

async function invitationOf(desk: FilledDesk): Promise<string> {
  const administrator = await desk.browserOf('chen')
  await administrator.call('confirmDemoSecondFactor', {})
  const grants = [{ brand_id: '1004', role: 'viewer' }] as const
  const { link, pending } = await administrator.call('inviteStaff', { name: 'sun', full_name: '孙悦', grants: [...grants] })
  const second = await desk.browserOf('zhou')
  await second.call('confirmDemoSecondFactor', {})
  await second.call('confirmChange', { change_id: pending?.change_id ?? '' })
  const { pathname, hash } = new URL(link)
  return `${pathname}${hash}`
}

async function memberOf(desk: FilledDesk, name: DemoName): Promise<string> {
  const { data } = await (await desk.browserOf('zhou')).call('listStaff', {})
  return `/staff/${data.find((member) => member.name === name)?.staff_id}`
}

async function proposeChanges(desk: FilledDesk): Promise<undefined> {
  const administrator = await desk.browserOf('chen')
  await administrator.call('confirmDemoSecondFactor', {})
  await administrator.call('changeSettings', { brand_id: '1004', change: { single_limit_per_person: 50, canary_rows: 5 } })
  const { data } = await administrator.call('listStaff', {})
  const staff_id = data.find(({ name }) => name === 'zhang')?.staff_id ?? ''
  const roles = ['clerk', 'author', 'viewer'] as const
  await administrator.call('setGrants', { staff_id, grants: roles.map((role) => ({ brand_id: '1004', role })) })
}

async function rehearse(desk: FilledDesk): Promise<undefined> {
  const author = await desk.browserOf('wang')
  const name = 'rehearsal'
  await author.call('addRehearsalFault', { name, fault: 'answer_lost', on: 'invalidateUserCard', count: 1 })
  const { data } = await author.call('listCards', { brand_id: '1004', connection: name })
  const card = { name, brand_id: '1004', card_id: data[0]?.card_id ?? '', openid: 'rehearsal-1' }
  await author.call('rehearseJoin', card)
  await author.call('rehearseActivate', { ...card, user_card_code: '478500000001' })
}

async function showRehearsedCards(page: Page, of: (words: Both) => string): Promise<void> {
  await page.getByLabel(of({ 'zh-CN': '会员的 OpenID', en: 'OpenID of the member' })).fill('rehearsal-1')
  await page.getByRole('button', { name: of({ 'zh-CN': '找出已有的卡', en: 'Find existing cards' }) }).click()
  await page.getByRole('link', { name: of({ 'zh-CN': '查看并作废', en: 'View and end' }) }).waitFor()
}
