import { type Static, Type } from '@card-member/sdk/contract'
import { batchStates, batchSteps, preflights, rowStates, stopKinds } from './batch.ts'
import { Time } from './field.ts'

/** Why a running batch waits. */
export const waitReasons = ['hours', 'daily_cap', 'unknown', 'canary_delay'] as const
/** Why a running batch waits. */
export type WaitReason = (typeof waitReasons)[number]

const Counts = Type.Record(Type.Enum([...rowStates]), Type.Integer())

/** A note about how the file of a batch was read. */
const FileNoteView = Type.Object({
  note: Type.String(),
  message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
  column: Type.Optional(Type.String()),
  count: Type.Optional(Type.Integer()),
  line: Type.Optional(Type.Integer()),
  encoding: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
})

/** A batch as the API shows it. */
export const BatchView = Type.Object(
  {
    id: Type.String(),
    batch_id: Type.String(),
    brand_id: Type.String(),
    connection: Type.String(),
    state: Type.Enum([...batchStates]),
    stop_kind: Type.Optional(
      Type.Enum([...stopKinds], {
        description:
          'Why the batch stopped: its `canary` is complete, `staff` paused it, the circuit breaker saw the `same_code` several times in a row or too large a `failure_share`, its `approval` ended, or it was `rejected`.',
      }),
    ),
    stop_code: Type.Optional(Type.String({ description: 'Of `same_code`: the code.' })),
    stop_count: Type.Optional(
      Type.Integer({ description: 'Of `same_code`: how many times in a row. Of `failure_share`: how many rows failed.' }),
    ),
    stop_of: Type.Optional(Type.Integer({ description: 'Of `failure_share`: among how many rows.' })),
    waits_until: Type.Optional(Time),
    waits_for: Type.Optional(
      Type.Enum([...waitReasons], {
        description:
          'What the batch waits for: the allowed `hours`, the next day because of the `daily_cap`, an `unknown` outcome that only a later read can prove, or the end of its `canary_delay`, after which it goes on by itself.',
      }),
    ),
    author: Type.String(),
    file_name: Type.String(),
    file_sha256: Type.String(),
    file_bytes: Type.Integer({ description: 'The size of the file.' }),
    bytes_read: Type.Integer({
      description:
        'While the file is read: how much of it has been read. Of a workbook it is the share of its sheet, as bytes of the file.',
    }),
    failure: Type.Optional(
      Type.Object(
        {
          code: Type.String(),
          message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
          field: Type.Optional(Type.String({ description: 'The column.' })),
          line: Type.Optional(Type.Integer({ description: 'The line of the file.' })),
        },
        { description: 'Of a `failed` batch: why its file could not be read to its end.' },
      ),
    ),
    create_time: Time,
    row_count: Type.Integer({ description: 'Number of rows; while the file is read, of those that are stored.' }),
    faulty_count: Type.Integer(),
    counts: Counts,
    preflight: Type.Optional(Type.Partial(Type.Record(Type.Enum([...preflights]), Type.Integer()))),
    plan_sha256: Type.Optional(Type.String()),
    plan_count: Type.Optional(Type.Integer()),
    per_second: Type.Optional(Type.Number()),
    calls_left: Type.Object(
      { read: Type.Integer(), invalidate: Type.Integer() },
      {
        description:
          'How many calls the check or, once there is a plan, the run still makes; `per_second` applies to each kind. Repetitions after failures come on top.',
      },
    ),
    seconds_left: Type.Optional(Type.Integer({ description: 'Missing when it cannot be estimated, and when the batch has ended.' })),
    sheet: Type.Optional(Type.String({ description: 'The sheet of a workbook that was read.' })),
    encoding: Type.Optional(Type.String({ description: 'The encoding of a CSV file.' })),
    ignored_columns: Type.Array(Type.String()),
    notes: Type.Array(FileNoteView),
    warning_count: Type.Integer({ description: 'Number of rows with warnings.' }),
    approvals: Type.Array(
      Type.Object({
        staff_id: Type.String(),
        approve_time: Time,
        rows_shown: Type.Boolean({ description: 'Whether the sample rows were shown to them.' }),
        reason: Type.Optional(Type.String()),
      }),
      { description: 'The approvals that count now.' },
    ),
    approvals_required: Type.Integer({ description: 'How many approvals the brand requires.' }),
    reject_reason: Type.Optional(Type.String()),
    expected_end: Type.Optional(
      Type.String({
        description: 'When the run would end if it began now, RFC 3339: by rate and allowed hours. Missing when the batch has ended.',
      }),
    ),
    canary_left: Type.Optional(Type.Integer({ description: 'How many rows of the canary are still to go.' })),
    run_by: Type.Optional(Type.String()),
    end_time: Type.Optional(Time),
  },
  { title: 'Batch' },
)
/** A batch as the API shows it. */
export type BatchView = Static<typeof BatchView>

const { state, plan_sha256, plan_count, calls_left, per_second, seconds_left, expected_end, waits_for, waits_until } = BatchView.properties
/** What is still to come of a batch. */
export const Forecast = Type.Object(
  { batch_id: Type.String(), state, plan_sha256, plan_count, calls_left, per_second, seconds_left, expected_end, waits_for, waits_until },
  { title: 'BatchForecast' },
)

const { stop_kind, stop_code, stop_count, stop_of } = BatchView.properties
/** One start or stop of a batch. `stopped_by_breaker` says why it stopped; any other says what had stopped it. */
export const BatchStep = Type.Object(
  {
    number: Type.Integer({ description: 'From 1.' }),
    time: Time,
    action: Type.Enum([...batchSteps]),
    staff_id: Type.String({ description: 'Who did it; `desk` for what the desk does by itself.' }),
    stop_kind,
    stop_code,
    stop_count,
    stop_of,
  },
  { title: 'BatchStep' },
)

/** A fault or warning of a cell. */
export const FaultView = Type.Object({
  column: Type.String(),
  fault: Type.String(),
  text: Type.Optional(
    Type.String({
      description:
        'What is in the cell, for those who may prepare batches, at most 64 characters. A code or OpenID that is right in itself is masked.',
    }),
  ),
  message: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
})

/** A row as the API shows it, with the member masked. */
export const RowView = Type.Object(
  {
    line: Type.Integer({ description: '1-based line in the file; the header is line 1.' }),
    card_id: Type.String(),
    code_last4: Type.String(),
    user_card_code: Type.Optional(Type.String({ description: 'Masked. Absent after a purge, and when a cell has a fault.' })),
    openid: Type.Optional(Type.String({ description: 'Masked. Absent in the same cases.' })),
    invalid_reason: Type.Optional(Type.String()),
    state: Type.Enum([...rowStates]),
    preflight: Type.Optional(Type.Enum([...preflights])),
    code: Type.Optional(Type.String()),
    message: Type.Optional(Type.Object({ 'zh-CN': Type.String(), en: Type.String() })),
    faults: Type.Optional(Type.Array(FaultView)),
    warnings: Type.Optional(Type.Array(FaultView, { description: 'Possible faults; the row stays in the batch.' })),
    invalid_time: Type.Optional(Type.String()),
    request_id: Type.Optional(Type.String()),
    invalidation_id: Type.Optional(Type.String()),
    consent_id: Type.Optional(Type.String()),
    attempts: Type.Integer(),
    request_count: Type.Integer(),
  },
  { title: 'BatchRow' },
)
