import type { LocalizedText } from '@card-member/sdk/protocol'
import { batchWords as words } from '../words/batch.ts'

/** Seconds as people say them. */
export function durationOf(seconds: number): LocalizedText {
  const whole = Math.ceil(seconds)
  return words.duration(Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60)
}
