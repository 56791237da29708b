import { text } from '@card-member/sdk/contract'
import type { CardMemberError, LocalizedText } from '@card-member/sdk/protocol'

/** What a check found. */
export interface Finding {
  /** The field, or what was tried: `connection`, `clock`, `signature`, `answer`, `permission`. */
  readonly check: string
  readonly level: 'ok' | 'warning' | 'unchecked' | 'failure'
  /** What is so, and what to do about it. */
  readonly words: LocalizedText
  /** Code of a recognised mistake. */
  readonly code?: string | undefined
  /** The official page on it. */
  readonly page?: string | undefined
}

/** Official pages, by what they are about. */
export const pages = {
  rules: 'https://pay.weixin.qq.com/doc/v3/partner/4012081726',
  guide: 'https://pay.weixin.qq.com/doc/v3/partner/4015274639',
} as const

export function fine(check: string, words: LocalizedText): Finding {
  return { check, level: 'ok', words }
}

export function doubtful(check: string, words: LocalizedText, page?: string): Finding {
  return { check, level: 'warning', words, page }
}

/** What could not be looked at, so that nobody knows whether it is in order. */
export function unchecked(check: string, words: LocalizedText): Finding {
  return { check, level: 'unchecked', words }
}

export function wrong(check: string, words: LocalizedText, page?: string): Finding {
  return { check, level: 'failure', words, page }
}

/** A recognised mistake as a finding. */
export function recognised(check: string, error: CardMemberError, page: string = pages.rules): Finding {
  return { check, level: 'failure', words: text({ zh: error.in('zh-CN'), en: error.message }), code: error.code, page }
}
