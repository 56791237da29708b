import { csvText } from './csv-writer.ts'
import { type Language, uploadHead } from './report-row.ts'

const reasons = { 'zh-CN': ['用户申请退会', '门店停业'], en: ['asked to leave', 'store closed'] } as const
const channels = { 'zh-CN': ['短信', '邮件'], en: ['sms', 'mail'] } as const

/** A small file that shows how a batch is written. Its members are invented. */
export function sampleCsv(language: Language): string {
  const [reason, otherReason] = reasons[language]
  const [channel, otherChannel] = channels[language]
  const card = 'pbLatjvWOibDc5-TBnbUk1pD12o0'
  const rows = [
    [card, '478515832665', 'obLatjnx9gnqzS4myYGmLZ7LgLBA', reason, channel, '2026-05-20 10:00:00', '2026-05-21 09:30:00', 'SMS-0001'],
    [card, '478515832666', 'obLatjkQ2mTzV7cXw8yDnE3fGhJk', otherReason, otherChannel, '2026-05-20 10:00', '2026-05-20 10:05', ''],
  ]
  // The columns behind these are rarely needed.
  return `\uFEFF${csvText([uploadHead(language).slice(0, rows[0]?.length), ...rows])}`
}
