import type { Words } from '@card-member/sdk/protocol'

/** A message in both languages. */
export function said(en: string, zh: string): Words {
  return { en, 'zh-CN': zh }
}
