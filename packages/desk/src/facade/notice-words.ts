import type { NoticeLanguage } from '../contract/consent.ts'
import type { Notice } from '../domain/notices.ts'
import type { NoticeWords } from '../page/request-page.ts'

/** What a notice says in one language; a brand that it does not name is called by its id. */
export function noticeWordsOf(notice: Notice, language: NoticeLanguage, brand_id: string): NoticeWords {
  const { version, brand_name = brand_id, brand_contact = '', provider_name, provider_contact } = notice
  const parties = { version, brand_name, brand_contact, provider_name, provider_contact }
  return language === 'en'
    ? { ...parties, text: notice.text_en, purpose: notice.purpose_en, loss: notice.loss_en, withdrawal: notice.withdrawal_en }
    : { ...parties, text: notice.text_zh, purpose: notice.purpose_zh, loss: notice.loss_zh, withdrawal: notice.withdrawal_zh }
}
