import { Type } from '@card-member/sdk/contract'

/** What can be wrong with an audit log. */
export const findingKinds = [
  'changed',
  'gap',
  'inserted',
  'truncated',
  'log_missing',
  'head_missing',
  'head_forged',
  'head_differs',
  'tile_wrong',
  'cards_wrong',
  'tree_missing',
  'tree_unknown',
  'key_unknown',
  'rolled_back',
  'checkpoint_wrong',
  'checkpoint_missing',
  'checkpoint_forged',
  'other_log',
  'prune_point_wrong',
  'differs_from_export',
  'published_wrong',
  'witness_refuses',
  'row_without_event',
  'row_changed',
  'event_too_large',
  'unreadable',
] as const

/** A kind of finding. */
export type FindingKind = (typeof findingKinds)[number]

/** One thing that is wrong with the audit log. */
export const AuditFinding = Type.Object(
  {
    kind: Type.Enum(findingKinds),
    tree: Type.String(),
    index: Type.Optional(Type.Integer({ description: 'The event, or the first of several.' })),
    through: Type.Optional(Type.Integer({ description: 'The last of several events.' })),
    size: Type.Optional(Type.Integer({ description: 'How many events a checkpoint or a state covers.' })),
    subject: Type.Optional(Type.String({ description: 'Who or what says so: a witness, a file, a key, a row.' })),
  },
  { title: 'AuditFinding' },
)
