import { Time } from './field.ts'
import { type Condition, type Static, Type } from './schema.ts'

const conditions: readonly Condition[] = [
  { required: 'available_begin_time', when: 'type', is: 'FIX_TIME_RANGE' },
  { required: 'available_end_time', when: 'type', is: 'FIX_TIME_RANGE' },
  { required: 'available_day_after_receive', when: 'type', is: 'FIX_TERM' },
]

/** How long a card is valid. Fields that do not belong to the type are tolerated and not echoed. */
export const DateInfo = Type.Object(
  {
    type: Type.Enum(['FIX_TIME_RANGE', 'FIX_TERM', 'PERMANENT'], { description: '有效期类型.' }),
    available_begin_time: Type.Optional(Time),
    available_end_time: Type.Optional(Time),
    available_day_after_receive: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10958, description: '领取后有效天数: natural days in Beijing, the pickup day is the first.' }),
    ),
  },
  {
    title: 'DateInfo',
    description: '有效期.',
    'x-required-when': conditions,
    'x-ordered': ['available_begin_time', 'available_end_time'],
  },
)
export type DateInfo = Static<typeof DateInfo>
