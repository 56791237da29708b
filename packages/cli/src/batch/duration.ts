import type { Words } from '@card-member/sdk/protocol'
import { batchWords as words } from '../words/batch.ts'

/** Seconds as people say them. */
export function durationOf(seconds: number): Words {
  const whole = Math.ceil(seconds)
  return words.duration(Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60)
}
