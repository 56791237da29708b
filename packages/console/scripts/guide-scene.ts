import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CardMember } from '@card-member/sdk'
import { formatTime } from '@card-member/sdk/contract'
import { readCredential } from '@card-member/sdk/node'
import type { DemoDesk } from './demo-desk.ts'
import type { Instead } from './steady-answers.ts'

const brand_id = '1004'
const connection = 'demo'
const invalid_reason = '用户申请退会'

/** A member whose code and OpenID are the same in every run. */
export interface SceneMember {
  readonly user_card_code: string
  readonly openid: string
}

const members: readonly SceneMember[] = Array.from({ length: 12 }, (_, index) => ({
  user_card_code: String(478516382712 + 1379 * index),
  openid: `obLatjGuideMember00000000${String(index + 1).padStart(3, '0')}`,
}))

/** What the pictures of the guides are taken of. */
export class GuideScene {
  readonly instead: Instead
  /** The address of the card of the first member. */
  readonly card: string
  /** Its last four characters. */
  readonly lastFour: string
  /** The address of the batch, which waits for its approval. */
  readonly batch: string
  /** The page of a member who is asked. */
  readonly memberPage: string
  readonly #desk: DemoDesk
  readonly #batch_id: string

  private constructor(desk: DemoDesk, facts: { instead: Instead; card: string; lastFour: string; batch_id: string; memberPage: string }) {
    this.#desk = desk
    this.instead = facts.instead
    this.card = facts.card
    this.lastFour = facts.lastFour
    this.memberPage = facts.memberPage
    this.#batch_id = facts.batch_id
    this.batch = `/batches/${facts.batch_id}`
  }

  /** Imports the members, records a consent, asks a member for one, and checks a batch of the others. */
  static async prepare(desk: DemoDesk): Promise<GuideScene> {
    const [clerk, author] = [await desk.browserOf('zhang'), await desk.browserOf('wang')]
    const card_id = await importMembers(desk)
    // The plan has as many rows as are drawn for the approver, so that the same are in each picture, and more than its canary.
    const administrator = await desk.browserOf('chen')
    await administrator.call('confirmDemoSecondFactor', {})
    await administrator.call('changeSettings', { brand_id, change: { canary_rows: 5 } })
    const [first, second, ...leavers] = members
    if (first === undefined || second === undefined) throw new Error('the scene has no members')
    const refOf = async ({ openid }: SceneMember) => {
      const { data } = await clerk.call('findUserCards', { brand_id, connection, text: openid })
      return data[0]?.card_ref ?? ''
    }
    const [told_at, agreed_at] = consentTimes()
    const card_ref = await refOf(first)
    const facts = { channel: 'sms', reference: 'SMS-20261126', told_at, agreed_at, invalid_reason } as const
    const { consent_id } = await clerk.call('recordConsent', { brand_id, card_ref, ...facts })
    const { link } = await clerk.call('requestConsent', { brand_id, card_ref: await refOf(second), invalid_reason })
    const { batch_id } = await author.prepare({ brand_id, connection, file_name: 'leavers-2026-11.csv' }, leaversFile(card_id, leavers))
    await author.call('checkBatch', { batch_id })
    const { demo_cards: [demo] = [] } = await author.call('getWelcome', {})
    if (demo === undefined) throw new Error('the demo has no cards')
    const { data: connections } = await author.call('listConnections', {})
    const instead: Instead = [
      [batch_id, 'batch-mwy3n90k-c6ff24778a'],
      [consent_id, 'consent-mwy3n90k-c6ff24778a'],
      [card_id, 'pAqBcI4YWP2kuGFjl4wQDGi5eLfE'],
      [demo.openid, 'obLatjnx9gnqzS4myYGmLZ7LgLBA'],
      [demo.user_card_code, '478515832665'],
      ...connections.map(({ base_url }, index) => [base_url, `http://127.0.0.1:${8080 + index}`] as const),
    ]
    const scene = new GuideScene(desk, {
      instead,
      card: `/cards/${card_ref}`,
      lastFour: first.user_card_code.slice(-4),
      batch_id,
      memberPage: new URL(link).pathname,
    })
    await scene.#reach('checked')
    return scene
  }

  /** The approver approves the batch, and the author runs it until its canary is complete. */
  async runCanary(): Promise<void> {
    const [approver, author] = [await this.#desk.browserOf('li'), await this.#desk.browserOf('wang')]
    const batch_id = this.#batch_id
    await approver.call('confirmDemoSecondFactor', {})
    const { plan_count: count = 0, plan_sha256 = '' } = await approver.call('getBatch', { batch_id })
    await approver.call('sampleBatchRows', { batch_id })
    await approver.call('approveBatch', { batch_id, count, plan_sha256 })
    await author.call('runBatch', { batch_id })
    await this.#reach('paused')
  }

  /** A member gets a card in the sandbox, and a fault is switched on there. */
  async rehearse(): Promise<void> {
    const author = await this.#desk.browserOf('wang')
    const name = 'rehearsal'
    await author.call('resetRehearsal', { name })
    const { data } = await author.call('listCards', { brand_id, connection: name })
    const card = { name, brand_id, card_id: data[0]?.card_id ?? '', openid: 'rehearsal-1' }
    await author.call('rehearseJoin', card)
    await author.call('rehearseActivate', { ...card, user_card_code: '478500000001' })
    await author.call('addRehearsalFault', { name, fault: 'answer_lost', on: 'invalidateUserCard', count: 1 })
  }

  /** The administrator proposes a looser setting. */
  async loosen(): Promise<void> {
    const administrator = await this.#desk.browserOf('chen')
    await administrator.call('confirmDemoSecondFactor', {})
    await administrator.call('changeSettings', { brand_id, change: { single_limit_per_person: 50 } })
  }

  /** The auditor verifies the audit log. */
  async verify(): Promise<void> {
    const auditor = await this.#desk.browserOf('liu')
    await auditor.call('verifyAuditLog', { brand_id })
  }

  async #reach(state: string): Promise<void> {
    const author = await this.#desk.browserOf('wang')
    while ((await author.call('getBatch', { batch_id: this.#batch_id })).state !== state) await sleep(200)
  }
}

async function importMembers({ folder }: DemoDesk): Promise<string> {
  await using api = new CardMember(await readCredential(join(folder, 'credential.json')))
  const { data } = await api.cards.list({ brand_id, state: 'CARD_EFFECTIVE' })
  const card_id = data[0]?.card_id ?? ''
  const usual = {
    brand_id,
    card_id,
    level: '普通会员',
    phone_number: '13800138000',
    valid_date_information: { type: 'PERMANENT' },
  } as const
  for (const member of members) await api.userCards.importByOpenid({ ...usual, ...member })
  return card_id
}

function consentTimes(): [told_at: string, agreed_at: string] {
  const now = Math.floor(Date.now() / 1000)
  return [formatTime(now - 7200), formatTime(now - 3600)]
}

function leaversFile(card_id: string, leavers: readonly SceneMember[]): string {
  const head = 'card_id,user_card_code,openid,invalid_reason,consent_channel,told_at,agreed_at,consent_reference'
  const row = ({ user_card_code, openid }: SceneMember, index: number) =>
    [card_id, user_card_code, openid, invalid_reason, 'sms', ...consentTimes(), `SMS-${1001 + index}`].join(',')
  const damaged = [
    { user_card_code: '4.78516E+11', openid: 'obLatjGuideMember00000000021' },
    { user_card_code: '478516389917', openid: '' },
  ]
  return `${[head, ...[...leavers, ...damaged].map(row)].join('\n')}\n`
}
