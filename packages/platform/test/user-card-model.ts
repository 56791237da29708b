import type {
  confirmUserCard,
  DateInfo,
  FaultName,
  Input,
  importUserCardByOpenid,
  UserCard,
  updateUserCard,
} from '@card-member/sdk/contract'

/** A template, as far as its members' cards depend on it. */
export interface ModelTemplate {
  readonly card_id: string
  readonly allocates: boolean
  readonly validity: DateInfo
  readonly level: string | undefined
  readonly ended: boolean
}

/** A user card. */
export interface ModelCard {
  readonly card_id: string
  readonly openid: string
  /** `undefined` until its merchant gives one. */
  readonly code: string | undefined
  /** Stored states only: EXPIRED follows from the clock. */
  readonly state: 'UNACTIVATED' | 'EFFECTIVE' | 'INVALID'
  readonly confirmed: Confirmation['user_card_confirm_state'] | undefined
  readonly validity: DateInfo
  readonly level: string | undefined
  readonly attach: string | undefined
  readonly balance: number | undefined
  readonly pickup: string
  readonly created: string
  readonly changed: string
  readonly ended: string | undefined
  readonly reason: string | undefined
}

/** Everything there is. Times are in the wire's form, which sorts as time does. */
export interface World {
  readonly now: string
  readonly openids: readonly string[]
  readonly templates: readonly ModelTemplate[]
  readonly cards: readonly ModelCard[]
  /** Changes that leave a row in the history. */
  readonly changes: number
  /** Notifications that wait to be sent. */
  readonly notices: number
}

interface Member {
  readonly brand_id: string
  readonly card_id: string
  readonly openid: string
}
type Named = Member & { readonly user_card_code: string }
type Import = Input<typeof importUserCardByOpenid>
type Update = Input<typeof updateUserCard>
type Confirmation = Input<typeof confirmUserCard>

/** What can happen. */
export type Action =
  | { readonly do: 'import'; readonly input: Import }
  | { readonly do: 'join'; readonly input: Member; readonly code: string | undefined }
  | { readonly do: 'delete'; readonly input: Member & { readonly user_card_code: string | undefined } }
  | { readonly do: 'confirm'; readonly input: Confirmation }
  | { readonly do: 'update'; readonly input: Update }
  | { readonly do: 'invalidate'; readonly input: Named & { readonly invalid_reason?: string } }
  | { readonly do: 'get'; readonly input: Named }
  | { readonly do: 'list'; readonly openid: string; readonly state: UserCard['user_card_state'] | undefined }
  | { readonly do: 'points'; readonly input: Named; readonly balance: number }
  | { readonly do: 'end'; readonly card_id: string }
  | { readonly do: 'wait'; readonly now: string }

/** What is answered: a card, cards, a refusal by name, or nothing that a merchant sees. */
export type Answer = ModelCard | readonly ModelCard[] | FaultName | undefined

/** The rules of the life cycle, one action at a time. Pure. */
export function after(world: World, action: Action): [World, Answer] {
  switch (action.do) {
    case 'import':
      return imported(world, action.input)
    case 'join':
      return joined(world, action.input, action.code)
    case 'delete':
      return removed(world, action.input)
    case 'confirm':
      return confirmed(world, action.input)
    case 'update':
      return onLiving(world, action.input, (card) => ({ ...card, ...adjustment(action.input), changed: world.now }))
    case 'invalidate':
      return onNamed(world, action.input, (card) =>
        card.state === 'INVALID' ? card : ended(card, world.now, action.input.invalid_reason || undefined),
      )
    case 'get':
      return onNamed(world, action.input, (card) => card)
    case 'list':
      return [world, listed(world, action)]
    case 'points':
      return onLiving(world, action.input, (card) =>
        card.balance === action.balance ? card : { ...card, balance: action.balance, changed: world.now },
      )
    case 'end':
      return templateEnded(world, action.card_id)
    case 'wait':
      return [{ ...world, now: action.now }, undefined]
  }
}

/** The state as it is told: validity ends with its last second, and only what is effective can expire. */
export function stateOf(card: ModelCard, now: string): UserCard['user_card_state'] {
  return card.state === 'EFFECTIVE' && now > lastSecond(card) ? 'EXPIRED' : card.state
}

/** The last second of a card's validity; of a permanent card later than any. */
export function lastSecond({ validity, pickup }: ModelCard): string {
  if (validity.type === 'FIX_TIME_RANGE') return validity.available_end_time ?? ''
  if (validity.type === 'PERMANENT') return '9999'
  // The day of pickup is the first, in Beijing, where all these times are written.
  const last = new Date(`${pickup.slice(0, 10)}T00:00:00Z`)
  last.setUTCDate(last.getUTCDate() + (validity.available_day_after_receive ?? 0) - 1)
  return `${last.toISOString().slice(0, 10)}T23:59:59+08:00`
}

function imported(world: World, input: Import): [World, Answer] {
  const template = templateOf(world, input)
  if (template === undefined) return [world, 'card_not_of_brand']
  if (heldBy(world, input)) return [world, 'already_member']
  if (named(world, input)) return [world, 'code_taken']
  if (template.ended) return [world, 'card_invalid']
  if (input.valid_date_information.type !== template.validity.type) return [world, 'validity_type_differs']
  const card = { ...begun(world, template, input.openid), code: input.user_card_code, state: 'EFFECTIVE' } as const
  return added(world, { ...card, ...adjustment(input), pickup: input.pickup_time ?? world.now })
}

function joined(world: World, input: Member, code: string | undefined): [World, Answer] {
  const template = templateOf(world, input)
  if (template === undefined) return [world, 'card_not_of_brand']
  if (heldBy(world, input)) return [world, 'already_member']
  if (template.ended) return [world, 'card_invalid']
  const [next] = added(world, { ...begun(world, template, input.openid), code: template.allocates ? code : undefined })
  return [{ ...next, notices: next.notices + 1 }, undefined]
}

function removed(world: World, input: Member & { readonly user_card_code: string | undefined }): [World, Answer] {
  const { card_id, openid, user_card_code: code } = input
  const own = world.cards.filter((card) => card.card_id === card_id && card.openid === openid && card.code === code)
  // Cards without a code are told apart by being the one that is not over.
  const card = own.find(({ state }) => state !== 'INVALID') ?? own[0]
  if (card === undefined) return [world, 'user_card_not_found']
  if (card.state === 'INVALID') return [world, 'state_forbids']
  const [next] = changedTo(world, card, ended(card, world.now))
  return [{ ...next, notices: next.notices + 1 }, undefined]
}

function confirmed(world: World, input: Confirmation): [World, Answer] {
  const template = templateOf(world, input)
  if (template === undefined) return [world, 'card_not_of_brand']
  const owner = named(world, input)
  if (owner?.openid === input.openid) return settled(world, owner, input)
  if (template.allocates) return [world, 'user_card_not_found']
  if (owner) return [world, 'code_taken']
  const held = heldBy(world, input)
  return held && held.code === undefined ? settled(world, held, input) : [world, 'user_card_not_found']
}

function settled(world: World, card: ModelCard, input: Confirmation): [World, Answer] {
  const { user_card_confirm_state: result, user_card_code: code } = input
  if (card.confirmed !== undefined) return [world, card.confirmed === result ? card : 'confirm_differs']
  if (card.state === 'INVALID') return [world, 'state_forbids']
  if (card.state === 'EFFECTIVE') return [world, result === 'CREATE_CARD_SUCCESS' ? card : 'confirm_differs']
  const next = { ...card, ...adjustment(input), code, confirmed: result, changed: world.now }
  return changedTo(world, card, result === 'CREATE_CARD_FAIL' ? ended(next, world.now) : { ...next, state: 'EFFECTIVE' })
}

function templateEnded(world: World, card_id: string): [World, Answer] {
  const template = world.templates.find((one) => one.card_id === card_id)
  if (template === undefined) return [world, 'card_not_of_brand']
  if (template.ended) return [world, undefined]
  const templates = world.templates.map((one) => (one === template ? { ...one, ended: true } : one))
  return [{ ...world, templates, changes: world.changes + 1 }, undefined]
}

function listed({ cards, now }: World, { openid, state }: Extract<Action, { do: 'list' }>): ModelCard[] {
  return cards
    .filter((card) => card.openid === openid && card.code !== undefined && (state === undefined || stateOf(card, now) === state))
    .sort((a, b) => compare(a.created, b.created) || compare(a.card_id, b.card_id) || compare(a.code ?? '', b.code ?? ''))
}

function onNamed(world: World, input: Named, rule: (card: ModelCard) => ModelCard | FaultName): [World, Answer] {
  const card = named(world, input)
  if (card === undefined || card.openid !== input.openid)
    return [world, templateOf(world, input) ? 'user_card_not_found' : 'card_not_of_brand']
  const next = rule(card)
  return typeof next === 'string' || next === card ? [world, next] : changedTo(world, card, next)
}

function onLiving(world: World, input: Named, rule: (card: ModelCard) => ModelCard): [World, Answer] {
  return onNamed(world, input, (card) => (card.state === 'INVALID' ? 'state_forbids' : rule(card)))
}

function adjustment({ valid_date_information: validity, level, ...input }: Import | Update | Confirmation): Partial<ModelCard> {
  const attach = 'attach' in input ? input.attach : undefined
  return { ...(validity ? { validity } : {}), ...(level ? { level } : {}), ...(attach ? { attach } : {}) }
}

function begun({ now }: World, { card_id, validity, level }: ModelTemplate, openid: string): ModelCard {
  const unset = { code: undefined, confirmed: undefined, attach: undefined, balance: undefined, ended: undefined, reason: undefined }
  return { ...unset, card_id, openid, state: 'UNACTIVATED', validity, level, pickup: now, created: now, changed: now }
}

function ended(card: ModelCard, now: string, reason?: string): ModelCard {
  return { ...card, state: 'INVALID', ended: now, reason, changed: now }
}

function added(world: World, card: ModelCard): [World, Answer] {
  return [{ ...world, cards: [...world.cards, card], changes: world.changes + 1 }, card]
}

function changedTo(world: World, before: ModelCard, card: ModelCard): [World, Answer] {
  return [{ ...world, cards: world.cards.map((one) => (one === before ? card : one)), changes: world.changes + 1 }, card]
}

function templateOf({ templates }: World, { card_id }: Member): ModelTemplate | undefined {
  return templates.find((template) => template.card_id === card_id)
}

function named({ cards }: World, { card_id, user_card_code }: Named): ModelCard | undefined {
  return cards.find((card) => card.card_id === card_id && card.code === user_card_code)
}

function heldBy({ cards }: World, { card_id, openid }: Member): ModelCard | undefined {
  return cards.find((card) => card.card_id === card_id && card.openid === openid && card.state !== 'INVALID')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
