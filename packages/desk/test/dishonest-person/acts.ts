import fc from 'fast-check'
import type { Role, Settings } from '../../src/contract/index.ts'
import type { Actor } from '../../src/staff/actor.ts'
import type { World } from './world.ts'

const index = fc.nat(11)
const cards = fc.uniqueArray(index, { minLength: 3, maxLength: 5 })
const role = fc.constantFrom<Role>('clerk', 'author', 'approver', 'manager', 'admin', 'viewer')
const settings = fc.constantFrom<Partial<Settings>>(
  { single_limit_per_person: 1000 },
  { single_limit_per_person: 1 },
  { canary_rows: 0 },
  { approvals_required: 2 },
  { approvals_required: 1 },
  { approval_hours: 8760 },
  { evidence_required: [] },
  { single_needs_second_person: true },
)
const asks = fc.constantFrom('colleague', 'renewal', 'limit')
const act = <Kind extends string, More>(kind: Kind, more: fc.Arbitrary<More>) => more.map((value) => ({ kind, value }))

/** What anybody does. `who` is one of the dishonest person's accounts. */
export const anyAct = fc.oneof(
  { weight: 8, arbitrary: act('single', fc.record({ who: index, card: index })) },
  { weight: 4, arbitrary: act('batch', fc.record({ who: index, cards })) },
  { weight: 5, arbitrary: act('approve', fc.record({ who: index, which: index })) },
  { weight: 5, arbitrary: act('run', fc.record({ who: index, which: index })) },
  { weight: 3, arbitrary: act('invite', fc.record({ who: index, role })) },
  { weight: 3, arbitrary: act('renew', fc.record({ who: index, whom: index })) },
  { weight: 5, arbitrary: act('join', fc.record({ which: index })) },
  { weight: 3, arbitrary: act('grant', fc.record({ who: index, whom: index, role })) },
  { weight: 2, arbitrary: act('setting', fc.record({ who: index, change: settings })) },
  { weight: 3, arbitrary: act('confirm', fc.record({ who: index, which: index })) },
  { weight: 2, arbitrary: act('disable', fc.record({ who: index, whom: index })) },
  { weight: 1, arbitrary: act('enable', fc.record({ who: index, whom: index })) },
  { weight: 3, arbitrary: act('ask', fc.record({ what: asks, who: index })) },
  { weight: 2, arbitrary: act('honest work', fc.record({ cards, whole: fc.boolean() })) },
  { weight: 4, arbitrary: act('honest look', fc.constant({})) },
  { weight: 3, arbitrary: act('hours', fc.record({ hours: fc.integer({ min: 1, max: 20 }) })) },
)
export type Act = typeof anyAct extends fc.Arbitrary<infer Value> ? Value : never

/** Lets one act happen; what the desk refuses does not. */
export async function perform(world: World, { kind, value }: Act): Promise<void> {
  const who = 'who' in value ? await dishonest(world, value.who) : undefined
  const whom = 'whom' in value ? anybody(world, value.whom) : ''
  switch (kind) {
    case 'ask':
      return ask(world, value.what, who)
    case 'honest work':
      return work(world, value.whole ? value.cards.map((card) => card * 2) : value.cards)
    case 'honest look':
      return look(world)
    case 'hours':
      world.advance(value.hours)
      await world.enableHonest()
      return look(world)
    case 'join': {
      const link = world.links[value.which % Math.max(1, world.links.length)]
      if (link !== undefined && (await world.join(link)) && !world.controlled.includes(link.staff_id)) world.controlled.push(link.staff_id)
      return
    }
  }
  if (who === undefined) return
  const batch = 'which' in value ? world.batches[value.which % Math.max(1, world.batches.length)] : undefined
  await world.try(async () => {
    switch (kind) {
      case 'single':
        return world.single(who, value.card)
      case 'batch':
        return world.prepare(who, value.cards)
      case 'approve':
        return batch === undefined ? undefined : world.approve(who, batch)
      case 'run':
        return batch === undefined ? undefined : world.run(who, batch)
      case 'invite':
        return world.invite(who, value.role)
      case 'renew':
        return world.renew(who, whom)
      case 'grant':
        return void (await world.desk.staff.setGrants(who, { staff_id: whom, grants: [{ brand_id: '*', role: value.role }] }))
      case 'setting':
        return void (await world.desk.settings.change(who, { brand_id: world.brand_id, change: value.change }))
      case 'confirm': {
        const { data: pending } = await world.desk.changes.list(who, { state: 'pending', limit: 100 })
        const change = pending[value.which % Math.max(1, pending.length)]
        return change === undefined ? undefined : void (await world.desk.changes.confirm(who, change))
      }
      case 'disable':
        return world.desk.staff.disable(who, { staff_id: whom })
      case 'enable':
        return world.desk.staff.enable(who, { staff_id: whom })
    }
  })
}

async function dishonest(world: World, which: number): Promise<Actor | undefined> {
  return world.actor(world.controlled[which % world.controlled.length] ?? '')
}

function anybody(world: World, which: number): string {
  const all = [...world.controlled, ...world.honest.values()]
  return all[which % all.length] ?? ''
}

/** An honest person asks the dishonest one for something, who does it, and keeps the link. */
async function ask(world: World, what: 'colleague' | 'renewal' | 'limit', who: Actor | undefined): Promise<void> {
  // Where nobody could confirm, there is no second half of an invitation: such a desk is outside of the model.
  if (who === undefined || (what !== 'limit' && !world.honest.has('admin-0'))) return
  await world.try(async () => {
    switch (what) {
      case 'colleague':
        return world.invite(who, 'approver', true)
      case 'renewal':
        return world.renew(who, world.honest.get('approver') ?? '', true)
      case 'limit': {
        const { pending } = await world.desk.settings.change(who, { brand_id: world.brand_id, change: { single_limit_per_person: 3 } })
        if (pending !== undefined) world.asked.add(pending.change_id)
      }
    }
  })
}

/** The honest author prepares a batch of members who agreed, or one that went wrong. */
async function work(world: World, chosen: readonly number[]): Promise<void> {
  const author = await world.actor(world.honest.get('author') ?? '')
  if (author !== undefined) await world.try(() => world.prepare(author, [...new Set(chosen.map((card) => card % 12))]))
}

/** The honest look at what waits: they confirm what they asked for, stop what they do not know, and judge plans. */
async function look(world: World): Promise<void> {
  for (const [name, staff_id] of world.honest) {
    const actor = await world.actor(staff_id)
    if (actor === undefined) continue
    await judgeChanges(world, actor, name.startsWith('admin'))
    if (name === 'approver') for (const batch of world.batches) await world.try(() => world.approveHonestly(actor, batch))
    if (name === 'author') for (const batch of world.seen) await world.try(() => world.run(actor, batch))
  }
}

async function judgeChanges(world: World, actor: Actor, administers: boolean): Promise<void> {
  const { data } = await world.desk.changes.list(actor, { state: 'pending', limit: 100 })
  for (const change of data) {
    const isAsked = world.asked.has(change.change_id)
    if (isAsked && administers) await world.confirm(actor, change)
    else if (!isAsked) await world.try(() => world.desk.changes.stop(actor, change))
  }
}
