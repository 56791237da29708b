import type { FindingKind } from '@card-member/desk/contract'

/** What a verification finds. */
export const enFindings: Readonly<Record<FindingKind, string>> = {
  changed: 'the content was changed: it does not have its hash',
  gap: 'events are missing: they were deleted',
  inserted: 'this event was inserted: it does not belong to the tree',
  truncated: 'the end is missing: a signature names later events',
  log_missing: 'the database has no audit log: it was deleted, or the database was restored in part',
  head_missing: 'the newest state of the tree is missing',
  head_forged: 'the signature of the newest state is wrong: the state was changed, or its key is not known',
  head_differs: 'the events do not make the state that was signed: they were rewritten',
  tile_wrong: 'the stored hashes are not those of the events',
  tree_missing: "the whole tree was deleted: the desk's own tree names it",
  tree_unknown: "the desk's own tree does not name this tree: it was added from outside, or the desk's own tree was rolled back",
  key_unknown: "the desk's own tree does not name a key of the database: the log was deleted or rolled back, or the key was replaced",
  rolled_back: 'the tree was rolled back: a checkpoint names more events than there are',
  checkpoint_wrong: 'a checkpoint names another root: events before it were rewritten',
  checkpoint_missing: "the desk's own tree lacks this checkpoint: it was rolled back",
  checkpoint_forged: 'the signature of a checkpoint is wrong, or its key is not known',
  other_log: 'the checkpoint is of another log: the database was replaced, or everything was deleted and begun anew',
  prune_point_wrong: 'the beginning is wrong: no purge in the log removed the events before it',
  differs_from_export: 'it differs from the earlier export: the database was rolled back or rewritten',
  published_wrong: 'a published file is missing or is not what the log has',
  witness_refuses: 'a witness rejects the checkpoint: the log was rolled back or rewritten',
  row_without_event: 'no event tells of this row: it was written around the audit log',
  event_too_large: 'the event is too large: it can have at most 65,535 bytes',
  unreadable: 'this line of the export cannot be read',
}
