import { type DateInfo, formatTime, parseTime } from '@card-member/sdk/contract'
import fc from 'fast-check'
import { brand_id } from './tenants-fixture.ts'
import { type Action, lastSecond, type ModelCard, type World } from './user-card-model.ts'

/** A way from a state of the world to an action, so that one draw finds a card to act on in whatever world it meets. */
export type Wish = (world: World) => Action

const hour = 3600
const nowhere = 'p-of-nobody'
const codes = ['a', 'b', 'c', 'd'] as const

const anywhere = fc.record({ place: fc.nat(), member: fc.nat(), code: fc.constantFrom(...codes) })
type Anywhere = typeof anywhere extends fc.Arbitrary<infer Value> ? Value : never

const target = fc.record({
  pick: fc.nat(),
  otherwise: anywhere,
  // Now and then something that fits no card.
  stray: fc.oneof({ weight: 9, arbitrary: fc.constant('no') }, fc.constantFrom('code', 'openid', 'template')),
})
type Target = typeof target extends fc.Arbitrary<infer Value> ? Value : never

const validity = fc.oneof(
  fc.integer({ min: 1, max: 3 }).map((days) => (): DateInfo => ({ type: 'FIX_TERM', available_day_after_receive: days })),
  fc.record({ begin: fc.integer({ min: -72, max: 24 }), hours: fc.integer({ min: 1, max: 96 }) }).map(({ begin, hours }) => {
    return (now: string): DateInfo => ({
      type: 'FIX_TIME_RANGE',
      available_begin_time: later(now, begin * hour),
      available_end_time: later(now, (begin + hours) * hour),
    })
  }),
  fc.constant((): DateInfo => ({ type: 'PERMANENT' })),
)

const changes = fc.record(
  { level: fc.constantFrom('银', '金'), validity, attach: fc.constantFrom('store=1', 'store=2') },
  { requiredKeys: [] },
)
type Changes = typeof changes extends fc.Arbitrary<infer Value> ? Value : never

/** A moment some seconds after another, in the wire's form. */
export function later(now: string, seconds: number): string {
  return formatTime((parseTime(now) ?? 0) + seconds)
}

/** Every kind of wish, as often as it is worth. */
export const wishes: fc.Arbitrary<Wish>[] = [
  ...twice(
    fc.record({ anywhere, changes, own: fc.nat(3), ago: fc.option(fc.nat(48)) }).map(
      ({ anywhere: at, changes: { level, validity: other }, own, ago }): Wish =>
        (world) => {
          const template = templateAt(world, at)
          // Mostly of the type that the template asks for.
          const valid_date_information = other && own === 0 ? other(world.now) : template.validity
          const pickup_time = ago === null && valid_date_information.type !== 'FIX_TERM' ? undefined : later(world.now, -(ago ?? 0) * hour)
          const input = { ...memberAt(world, at), user_card_code: at.code, valid_date_information }
          return { do: 'import', input: { ...input, ...given({ level, pickup_time }) } }
        },
    ),
  ),
  ...twice(
    anywhere.map(
      (at): Wish =>
        (world) => ({ do: 'join', input: memberAt(world, at), code: undefined }),
    ),
  ),
  fc.record({ target }).map(({ target: at }): Wish => {
    return (world) => {
      // A card that has no code yet is found by its member, as long as it is theirs.
      const card = cardAt(
        world.cards.filter(({ code, state }) => code !== undefined || state !== 'INVALID'),
        at,
      )
      const { card_id, openid } = card ?? memberAt(world, at.otherwise)
      return { do: 'delete', input: { brand_id, card_id, openid, user_card_code: card ? card.code : at.otherwise.code } }
    }
  }),
  ...twice(
    fc.record({ target, changes, result: fc.constantFrom('CREATE_CARD_SUCCESS', 'CREATE_CARD_FAIL', 'CREATE_CARD_ALREADY_EXISTS') }).map(
      ({ target: at, changes: given, result: user_card_confirm_state }): Wish =>
        (world) => ({ do: 'confirm', input: { ...keyAt(world, world.cards, at), ...changed(world, given), user_card_confirm_state } }),
    ),
  ),
  fc.record({ target, changes }).map(({ target: at, changes: given }): Wish => {
    return (world) => ({ do: 'update', input: { ...keyOf(world, at), ...changed(world, given) } })
  }),
  fc.record({ target, reason: fc.option(fc.constantFrom('', '退会', '搬家'), { nil: undefined }) }).map(({ target: at, reason }): Wish => {
    return (world) => ({ do: 'invalidate', input: { ...keyOf(world, at), ...given({ invalid_reason: reason }) } })
  }),
  ...twice(
    target.map(
      (at): Wish =>
        (world) => ({ do: 'get', input: keyOf(world, at) }),
    ),
  ),
  fc.record({ member: fc.nat(), state: fc.constantFrom(undefined, 'UNACTIVATED', 'EFFECTIVE', 'EXPIRED', 'INVALID') }).map(
    ({ member, state }): Wish =>
      (world) => ({ do: 'list', openid: openidAt(world, member), state }),
  ),
  fc.record({ target, balance: fc.nat(2) }).map(({ target: at, balance }): Wish => {
    return (world) => ({ do: 'points', input: keyOf(world, at), balance })
  }),
  // Rarely, for most of what can happen needs a template that still issues.
  fc.record({ where: anywhere, what: fc.constantFrom('end', 'end another', 'wait', 'wait') }).map(({ where, what }): Wish => {
    return (world) => {
      if (what === 'wait') return { do: 'wait', now: later(world.now, 1) }
      return { do: 'end', card_id: what === 'end' ? templateAt(world, where).card_id : nowhere }
    }
  }),
  ...twice(
    fc.constantFrom(1, hour, 13 * hour, 24 * hour, 50 * hour).map(
      (seconds): Wish =>
        (world) => ({ do: 'wait', now: later(world.now, seconds) }),
    ),
  ),
  // To the last second of a card, or to the first one after it.
  fc.record({ target, past: fc.nat(1) }).map(({ target: which, past }): Wish => {
    return ({ cards, now }) => {
      const card = cardAt(
        cards.filter((one) => lastSecond(one) >= now && one.validity.type !== 'PERMANENT'),
        which,
      )
      return { do: 'wait', now: later(card ? lastSecond(card) : now, past) }
    }
  }),
]

function twice(wish: fc.Arbitrary<Wish>): fc.Arbitrary<Wish>[] {
  return [wish, wish]
}

function keyOf(world: World, at: Target) {
  return keyAt(
    world,
    world.cards.filter(({ code }) => code !== undefined),
    at,
  )
}

function keyAt(world: World, among: readonly ModelCard[], at: Target) {
  const { code, card_id, openid } = cardAt(among, at) ?? { ...memberAt(world, at.otherwise), code: undefined }
  const key = { brand_id, card_id, openid, user_card_code: code ?? at.otherwise.code }
  if (at.stray === 'code') return { ...key, user_card_code: at.otherwise.code }
  if (at.stray === 'openid') return { ...key, openid: openidAt(world, at.otherwise.member) }
  return at.stray === 'template' ? { ...key, card_id: nowhere } : key
}

function cardAt(among: readonly ModelCard[], { pick }: Target): ModelCard | undefined {
  return among[pick % Math.max(among.length, 1)]
}

function memberAt(world: World, { place, member }: Anywhere) {
  return { brand_id, card_id: templateAt(world, { place }).card_id, openid: openidAt(world, member) }
}

function templateAt({ templates }: World, { place }: Pick<Anywhere, 'place'>) {
  return at(templates, place)
}

function openidAt({ openids }: World, member: number): string {
  return at(openids, member)
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length]
  if (value === undefined) throw new Error('a world without templates or members')
  return value
}

function changed({ now }: World, { level, validity: wished, attach }: Changes) {
  return given({ level, valid_date_information: wished?.(now), attach })
}

/** Only the fields that have a value. */
function given<Value extends object>(fields: Value): { [Name in keyof Value]?: Exclude<Value[Name], undefined> }
function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
