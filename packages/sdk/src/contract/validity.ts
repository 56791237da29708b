import { text } from '../text.ts'
import { Time } from './field.ts'
import { type Static, Type } from './schema.ts'

/** How long a card is valid. Fields that do not belong to the type are tolerated and not echoed. */
export const DateInfo = Type.Object(
  {
    type: Type.Enum(['FIX_TIME_RANGE', 'FIX_TERM', 'PERMANENT'], {
      description: text({
        zh: '有效期类型：固定时间段、领取后固定天数、永久。',
        en: 'How the validity is given: a stretch of time, days after pickup, or for ever.',
      }),
    }),
    available_begin_time: Type.Optional(Time('有效期开始时间。', 'When the validity begins.')),
    available_end_time: Type.Optional(Time('有效期结束时间，晚于开始时间。', 'When the validity ends, after it begins.')),
    available_day_after_receive: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10958,
        description: text({
          zh: '领取后的有效天数，按北京时间自然日计，领取当日为第一天。',
          en: 'Days of validity after pickup: natural days in Beijing, the pickup day is the first.',
        }),
      }),
    ),
  },
  {
    title: 'DateInfo',
    description: text({ zh: '有效期。', en: 'How long a card is valid.' }),
    'x-required-when': [
      { required: 'available_begin_time', when: 'type', is: 'FIX_TIME_RANGE' },
      { required: 'available_end_time', when: 'type', is: 'FIX_TIME_RANGE' },
      { required: 'available_day_after_receive', when: 'type', is: 'FIX_TERM' },
    ],
    'x-ordered': ['available_begin_time', 'available_end_time'],
  },
)
/** How long a card is valid. */
export type DateInfo = Static<typeof DateInfo>
