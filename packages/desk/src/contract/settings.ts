import { type Static, Type } from '@card-member/sdk/contract'
import { channels } from './channel.ts'

const count = (description: string, least = 1, most = 1_000_000) => Type.Integer({ minimum: least, maximum: most, description })
const orNone = <T extends ReturnType<typeof count>>(type: T) => Type.Union([type, Type.Null()])
const hour = (description: string) => Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description })

/** The settings of a brand; each has a default. */
export const Settings = Type.Object(
  {
    consent_days: orNone(count('Days after the agreement in which a consent may be used; null for no limit.')),
    canary_rows: count('Rows of a batch that are sent first; 0 for none.', 0),
    canary_delay_seconds: orNone(count('How long the rest waits after the canary; null: until a staff member resumes it.', 0)),
    breaker_percent: Type.Number({
      minimum: 0,
      maximum: 100,
      description: 'The circuit breaker stops a batch when more than this share of the last `breaker_rows` rows failed.',
    }),
    breaker_rows: count('The number of last finished rows that `breaker_percent` applies to.'),
    breaker_same_code: count('The circuit breaker stops a batch after this number of failures in a row with one code.'),
    daily_cap: orNone(count('Invalidations of the brand per day (Beijing time); null for no limit.')),
    allowed_hours: Type.Union([
      Type.Object({ from: hour('Beijing time, HH:MM.'), to: hour('Beijing time, HH:MM; a time before `from` is on the next day.') }),
      Type.Null(),
    ]),
    rehearsal_required: Type.Boolean({
      description: 'Whether every card of a plan must have been ended on a sandbox connection before it is approved.',
    }),
    single_limit_per_person: count('Cards that one person may end singly per day (Beijing time); beyond it: a batch.', 0),
    single_needs_second_person: Type.Boolean({
      description: 'Whether a single card is ended by somebody other than who recorded its consent.',
    }),
    approvals_required: count('How many people approve a batch, none of whom took part in it.', 1, 10),
    approval_hours: count('Hours after which an approval ends that was not run.', 1, 8760),
    run_hours: count('Hours after its start in which an approved batch may run; then it is approved anew.', 1, 8760),
    evidence_required: Type.Array(Type.Enum([...channels]), {
      uniqueItems: true,
      description: 'Channels whose consents need a file as evidence.',
    }),
    retention_days: count('Days for which audit log, invalidations, consents and evidence are kept; at least three years.', 1096, 36_500),
    member_data_days: count('Days for which codes and OpenIDs are kept after the result.', 1, 36_500),
  },
  { title: 'Settings' },
)
/** The settings of a brand. */
export type Settings = Static<typeof Settings>

/** The settings of a brand that has changed none. */
export const defaultSettings: Settings = {
  consent_days: null,
  canary_rows: 10,
  canary_delay_seconds: null,
  breaker_percent: 2,
  breaker_rows: 200,
  breaker_same_code: 5,
  daily_cap: null,
  allowed_hours: null,
  rehearsal_required: false,
  single_limit_per_person: 20,
  single_needs_second_person: false,
  approvals_required: 1,
  approval_hours: 72,
  run_hours: 168,
  evidence_required: ['phone', 'store'],
  retention_days: 1096,
  member_data_days: 30,
}

/** The settings of the desk as a whole; each has a default. */
export const DeskSettings = Type.Object(
  {
    staff_change_delay_hours: Type.Integer({
      minimum: 1,
      maximum: 167,
      description: 'Hours after which a pending change is in force where there is no other administrator who could confirm it.',
    }),
    notify_url: Type.Union([
      Type.String({
        maxLength: 2048,
        pattern: '^(https://[^\\s/]|http://(127\\.0\\.0\\.1|localhost|\\[::1\\])[:/])[^\\s]*$',
        description: 'https, to a public address; http to this machine only.',
      }),
      Type.Null(),
    ]),
  },
  { title: 'DeskSettings' },
)
/** The settings of the desk as a whole. */
export type DeskSettings = Static<typeof DeskSettings>

/** The settings of a desk that has changed none. */
export const defaultDeskSettings: DeskSettings = { staff_change_delay_hours: 24, notify_url: null }
