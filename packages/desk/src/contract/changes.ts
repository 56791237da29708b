import { type Static, Type, text } from '@card-member/sdk/contract'
import { GrantField, Id, PageQuery, Time, Totp, Why } from './field.ts'
import { deskOperation } from './operation.ts'
import { DeskSettings, Settings } from './settings.ts'

/** What a pending change would do, by its kind. */
export const changeValues = {
  /** The roles that a staff member has then. */
  grants: Type.Object({ staff_id: Id, grants: Type.Array(GrantField) }),
  /** An invitation whose link works then: roles for somebody new, or other factors for somebody who lost theirs. */
  invitation: Type.Object({
    invitation_id: Id,
    staff_id: Id,
    name: Type.String(),
    full_name: Type.Optional(Type.String()),
    renewal: Type.Boolean(),
    grants: Type.Array(GrantField),
  }),
  /** What the OpenID Connect provider calls a staff member: whoever has that name there signs in as them. */
  sign_in_name: Type.Object({ staff_id: Id, sign_in_name: Type.String() }),
  /** A disabled account that works again. */
  enable: Type.Object({ staff_id: Id }),
  /** Settings of a brand. */
  settings: Type.Object({ brand_id: Type.String(), change: Type.Partial(Settings, { title: 'ChangedSettings' }) }),
  /** Settings of the desk as a whole. */
  desk_settings: Type.Object({ change: Type.Partial(DeskSettings, { title: 'ChangedDeskSettings' }) }),
} as const

/** The kind of a pending change. */
export type ChangeKind = keyof typeof changeValues
/** What a pending change of a kind would do. */
export type ChangeValue<Kind extends ChangeKind = ChangeKind> = Static<(typeof changeValues)[Kind]>

/** The kinds of pending changes. */
export const changeKinds = [
  'grants',
  'invitation',
  'sign_in_name',
  'enable',
  'settings',
  'desk_settings',
] as const satisfies readonly ChangeKind[]

/** What becomes of a change: it waits; it is in force; somebody stopped it; nobody confirmed it in time; what it was based on changed. */
export const changeStates = ['pending', 'applied', 'stopped', 'expired', 'outdated'] as const
/** What becomes of a change. */
export type ChangeState = (typeof changeStates)[number]

/** Which changes a list has: those of one state, or `decided` for every state but `pending`. */
export const changeFilters = [...changeStates, 'decided'] as const
/** Which changes a list has. */
export type ChangeFilter = (typeof changeFilters)[number]

/** A change that loosens what protects members: it waits, or was decided. */
export const PendingChange = Type.Object(
  {
    change_id: Type.String(),
    kind: Type.Enum([...changeKinds]),
    state: Type.Enum([...changeStates]),
    brand_id: Type.String({ description: 'The brand whose administrators confirm it; `*` for the desk as a whole.' }),
    staff_id: Type.Optional(Type.String({ description: 'Whom it concerns: they may stop it, and cannot confirm it.' })),
    /** What it makes; the fields depend on the kind. */
    value: Type.Record(Type.String(), Type.Unknown()),
    /** The fields of `value` that it replaces, as they were when it was proposed; none for something new. */
    before: Type.Record(Type.String(), Type.Unknown()),
    proposed_by: Type.String(),
    propose_time: Time,
    expire_time: Time,
    due_time: Type.Optional(
      Type.String({
        description: 'Present when no other administrator could confirm it: it is in force then, unless somebody stops it. RFC 3339.',
      }),
    ),
    decided_by: Type.Optional(
      Type.String({ description: 'Who confirmed or stopped it; `desk` when the delay ended. Nobody when it expired or is outdated.' }),
    ),
    decide_time: Type.Optional(Time),
    reason: Type.Optional(Type.String()),
  },
  { title: 'PendingChange' },
)
/** A change that loosens what protects members: it waits, or was decided. */
export type PendingChange = Static<typeof PendingChange>

/** A change that was confirmed. */
const ConfirmedChange = Type.Object(
  {
    ...PendingChange.properties,
    join_code: Type.Optional(
      Type.String({
        description: 'Of an invitation: give it to the person whom it names and to nobody else. They join with the link and this code.',
      }),
    ),
  },
  { title: 'ConfirmedChange' },
)

const base = '/api/changes'

export const listChanges = deskOperation({
  id: 'listChanges',
  method: 'GET',
  path: base,
  query: ['state', 'brand_id', 'kind', 'offset', 'limit'],
  summary: text({
    zh: '查询变更：先列待确认的，再列已有结果的，最近的在前',
    en: 'List changes: those that wait, the oldest first, then those that were decided, the newest first',
  }),
  permission: 'signed_in',
  input: Type.Object({
    state: Type.Optional(Type.Enum([...changeFilters], { description: '`decided`: every state but `pending`.' })),
    brand_id: Type.Optional(
      Type.String({ ...GrantField.properties.brand_id, description: 'The brand that it is for; `*` for the desk as a whole.' }),
    ),
    kind: Type.Optional(Type.Enum([...changeKinds])),
    ...PageQuery,
  }),
  reply: Type.Object({ data: Type.Array(PendingChange), total_count: Type.Integer() }),
})

export const confirmChange = deskOperation({
  id: 'confirmChange',
  method: 'POST',
  path: `${base}/{change_id}/confirm`,
  query: [],
  summary: text({ zh: '确认另一位管理员的变更，立即生效', en: 'Confirm the change of another administrator; it is in force at once' }),
  permission: 'administer',
  input: Type.Object({ change_id: Id, totp: Type.Optional(Totp) }),
  reply: ConfirmedChange,
})

export const stopChange = deskOperation({
  id: 'stopChange',
  method: 'POST',
  path: `${base}/{change_id}/stop`,
  query: [],
  summary: text({ zh: '阻止一项待确认的变更', en: 'Stop a pending change' }),
  permission: 'signed_in',
  input: Type.Object({ change_id: Id, reason: Type.Optional(Why) }),
  reply: PendingChange,
})
