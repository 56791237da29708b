import { type Static, Type } from '@card-member/sdk/contract'

const count = (description: string, least = 1, most = 1_000_000) => Type.Integer({ minimum: least, maximum: most, description })
const orNone = <T extends ReturnType<typeof count>>(type: T) => Type.Union([type, Type.Null()])
const hour = (description: string) => Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description })

/** What a brand may set; everything has a default. */
export const Settings = Type.Object(
  {
    consent_days: orNone(count('Days for which a consent may be used after the member agreed; null for no end.')),
    canary_rows: count('Rows of a batch that go first, alone; 0 for none.', 0),
    canary_delay_seconds: orNone(count('How long the rest waits after the canary; null: until a person resumes it.', 0)),
    breaker_percent: Type.Number({ minimum: 0, maximum: 100, description: 'More failed rows than this among breaker_rows stop a batch.' }),
    breaker_rows: count('How many rows that ended last the breaker looks at.'),
    breaker_same_code: count('So many failures in a row with one unexpected code stop a batch.'),
    daily_cap: orNone(count('Calls a day (Beijing time) for the brand; null for no cap.')),
    allowed_hours: Type.Union([
      Type.Object({ from: hour('Beijing time, HH:MM.'), to: hour('Beijing time, HH:MM; before `from` it means the next day.') }),
      Type.Null(),
    ]),
    rehearsal_required: Type.Boolean({
      description: 'Whether every card of a plan must have been ended on a sandbox connection before it is approved.',
    }),
    retention_days: count('Days for which records, consents and evidence are kept; three years at least.', 1096, 36_500),
    member_data_days: count('Days for which codes and OpenIDs are kept after the outcome.', 1, 36_500),
  },
  { title: 'Settings' },
)
/** What a brand may set. */
export type Settings = Static<typeof Settings>

/** What holds where a brand has set nothing. */
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
  retention_days: 1096,
  member_data_days: 30,
}
