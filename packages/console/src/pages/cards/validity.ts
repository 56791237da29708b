import { timeText } from '../../parts/time.tsx'
import type { Translated } from '../../words/words.ts'
import type { zh } from '../../words/zh-CN/cards.ts'
import type { CardView } from './use-card.ts'

/** How long a card is valid, in words. */
export function validityText(
  words: Pick<Translated<typeof zh.card>, 'forever' | 'range' | 'days'>,
  { type, available_begin_time = '', available_end_time = '', available_day_after_receive = 0 }: CardView['valid_date_information'],
): string {
  if (type === 'FIX_TIME_RANGE') return words.range(timeText(available_begin_time), timeText(available_end_time))
  return type === 'FIX_TERM' ? words.days(available_day_after_receive) : words.forever
}
