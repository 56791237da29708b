import type { CardMemberError, Words } from '@card-member/sdk/protocol'
import { said } from '../words/said.ts'

/** What a check found. */
export interface Finding {
  /** The field, or what was tried: `connection`, `clock`, `signature`, `answer`, `permission`. */
  readonly check: string
  readonly level: 'ok' | 'warning' | 'unchecked' | 'failure'
  /** What is so, and what to do about it. */
  readonly words: Words
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

export function fine(check: string, words: Words): Finding {
  return { check, level: 'ok', words }
}

export function doubtful(check: string, words: Words, page?: string): Finding {
  return { check, level: 'warning', words, page }
}

/** What could not be looked at, so that nobody knows whether it is in order. */
export function unchecked(check: string, words: Words): Finding {
  return { check, level: 'unchecked', words }
}

export function wrong(check: string, words: Words, page?: string): Finding {
  return { check, level: 'failure', words, page }
}

/** A recognised mistake as a finding. */
export function mistake(check: string, error: CardMemberError, page: string = pages.rules): Finding {
  return { check, level: 'failure', words: said(error.message, error.in('zh-CN')), code: error.code, page }
}
