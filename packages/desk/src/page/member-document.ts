import type { NoticeLanguage } from '../contract/consent.ts'
import type { Markup } from './markup.ts'
import { memberStyle } from './member-style.ts'

/** A whole page for members. Its style is in it, and nothing else is loaded. */
export function memberDocument(language: NoticeLanguage, title: string, content: Markup): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<meta name="robots" content="noindex,nofollow,noarchive"><meta name="format-detection" content="telephone=no"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${memberStyle}</style></head><body><main>
${content.html}
</main></body></html>
`
}
