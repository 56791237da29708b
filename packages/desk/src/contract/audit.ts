import { Type, text } from '@card-member/sdk/contract'
import { AuditFinding } from './audit-finding.ts'
import { BrandId, CardRef, DayQuery, Id, Time } from './field.ts'
import { deskOperation } from './operation.ts'
import { WitnessFailure } from './witness-failure.ts'

/** Brand `-` is the audit log of the desk as a whole. */
export const AuditLogName = Type.Union([BrandId, Type.Literal('-')])

/** The position of an event in its tree, as a path has it. */
export const EventIndex = Type.String({ pattern: '^(0|[1-9]\\d{0,15})$', description: 'The position in the tree, from 0.' })

/** One thing that was done. */
export const EventView = Type.Object(
  {
    event_id: Type.String(),
    tree: Type.String({ description: "The brand's id; `desk` for the desk as a whole." }),
    index: Type.Integer({ description: 'The position in the tree, from 0.' }),
    time: Time,
    actor: Type.String({
      description:
        'A staff id; `desk` for what the desk does by itself; `local` for a command on its machine; empty for an unknown person.',
    }),
    action: Type.String({ description: 'What was done: `noun.verb`.' }),
    facts: Type.Record(Type.String(), Type.Unknown()),
    leaf_hash: Type.String({ description: 'SHA-256 of a zero byte and the entry, in base64 (RFC 6962).' }),
  },
  { title: 'AuditEvent' },
)

export const listAuditEvents = deskOperation({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/api/brands/{brand_id}/audit',
  query: ['actor', 'action', 'batch_id', 'card_ref', 'card_hash', 'from_day', 'to_day', 'cursor', 'limit'],
  summary: text({ zh: '查询审计日志，最新的在前', en: 'Read the audit log, the newest first' }),
  permission: 'audit',
  input: Type.Object({
    brand_id: AuditLogName,
    actor: Type.Optional(Type.String({ maxLength: 64, description: 'Who acted: the id or name of a staff member, `desk` or `local`.' })),
    action: Type.Optional(Type.String({ maxLength: 64, description: 'What was done, such as `consent.record`.' })),
    batch_id: Type.Optional(Id),
    card_ref: Type.Optional(CardRef),
    card_hash: Type.Optional(
      Type.String({ pattern: '^[0-9A-Za-z_-]{43}$', description: 'A card as events name it; ignored beside `card_ref`.' }),
    ),
    ...DayQuery,
    cursor: Type.Optional(
      Type.String({ maxLength: 32, pattern: '^\\d{1,12}-\\d{1,16}$', description: 'The `next_cursor` of the page before.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Default 100.' })),
  }),
  reply: Type.Object({
    data: Type.Array(EventView),
    next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'For the next page; null when there are no more events.' }),
    // Of the staff whose ids are among the events.
    names: Type.Record(Type.String(), Type.String()),
  }),
})

export const getAuditEvent = deskOperation({
  id: 'getAuditEvent',
  method: 'GET',
  path: '/api/brands/{brand_id}/audit/events/{index}',
  query: [],
  summary: text({ zh: '查询审计日志的一个事件', en: 'Read one event of the audit log' }),
  permission: 'audit',
  input: Type.Object({ brand_id: AuditLogName, index: EventIndex }),
  reply: Type.Object({
    ...EventView.properties,
    names: Type.Record(Type.String(), Type.String()),
    // The addresses of the cards in it by their `card_hash`, while their members are on record.
    card_refs: Type.Record(Type.String(), Type.String()),
  }),
})

export const verifyAuditLog = deskOperation({
  id: 'verifyAuditLog',
  method: 'POST',
  path: '/api/brands/{brand_id}/audit/verify',
  query: [],
  bodyless: true,
  summary: text({
    zh: '校验审计日志：发现被修改、缺失、调换的事件',
    en: 'Verify the audit log: changed, missing and reordered events are found',
  }),
  permission: 'audit',
  input: Type.Object({ brand_id: AuditLogName }),
  reply: Type.Object({
    ok: Type.Boolean(),
    events: Type.Integer(),
    findings: Type.Array(AuditFinding),
    findings_left_off: Type.Integer({ description: 'How many more there are than are listed.' }),
  }),
})

export const getAuditVerification = deskOperation({
  id: 'getAuditVerification',
  method: 'GET',
  path: '/api/brands/{brand_id}/audit/verification',
  query: [],
  summary: text({
    zh: '最近一次校验：进度与结果',
    en: 'The last verification: how far it is, and what it found',
  }),
  permission: 'audit',
  input: Type.Object({ brand_id: AuditLogName }),
  reply: Type.Object({
    verification: Type.Union([
      Type.Object({
        state: Type.Enum(['running', 'done', 'lost'], { description: '`lost`: the process that ran it has ended.' }),
        started_by: Type.String({ description: 'A staff id.' }),
        started_by_name: Type.String(),
        start_time: Time,
        end_time: Type.Union([Time, Type.Null()]),
        total: Type.Integer({ description: 'How many events there were when it began.' }),
        checked: Type.Integer({ description: 'How many events it has read.' }),
        findings: Type.Array(AuditFinding),
        findings_left_off: Type.Integer(),
      }),
      Type.Null(),
    ]),
  }),
})

/** How one tree of the audit log is. */
const TreeStatus = Type.Object({
  tree: Type.String(),
  origin: Type.String(),
  vkey: Type.String({ description: 'The verifier key of its checkpoints, as C2SP signed-note writes it.' }),
  size: Type.Integer(),
  first_index: Type.Integer({ description: 'The first event that was not purged.' }),
  checkpoint: Type.Union([
    Type.Object({ size: Type.Integer(), time: Time, cosignatures: Type.Integer(), has_time_stamp: Type.Boolean() }),
    Type.Null(),
  ]),
})

export const getAuditStatus = deskOperation({
  id: 'getAuditStatus',
  method: 'GET',
  path: '/api/brands/{brand_id}/audit/status',
  query: [],
  summary: text({
    zh: '审计日志的树、检查点，以及各见证方最近一次签名',
    en: 'The trees of the audit log, their checkpoints, and how old the cosignatures of witnesses are',
  }),
  permission: 'audit',
  input: Type.Object({ brand_id: AuditLogName }),
  reply: Type.Object({
    trees: Type.Array(TreeStatus),
    witnesses: Type.Array(
      Type.Object({
        witness: Type.String(),
        url: Type.String(),
        tree: Type.String(),
        size: Type.Integer({ description: 'How many events its last cosignature covers.' }),
        time: Type.Union([Time, Type.Null()], { description: 'When it cosigned last, by its clock.' }),
        error: Type.Union([WitnessFailure, Type.Null()], { description: 'Why the last attempt failed.' }),
      }),
    ),
  }),
})
