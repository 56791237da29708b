import { formatTime } from '@card-member/sdk/contract'
import type { NoticeLanguage } from '../contract/consent.ts'
import type { Context } from '../domain/context.ts'
import { answerRequest, openRequest } from '../domain/member-answer.ts'
import type { Notice } from '../domain/notices.ts'
import { answerPage } from '../page/answer-page.ts'
import { type NoticeWords, requestPage } from '../page/request-page.ts'

/** What precedes the token in the address of a member's page. */
export const memberPath = '/m/'

/** The page on which a member answers a request. Nobody signs in: who has the link is the member. */
export class MemberPage {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /**
   * The page of a link as HTML; undefined when the link is wrong, answered, stopped or too old. Changes nothing.
   *
   * @example
   * const html = await desk.memberPage.show(token, 'zh-CN')
   */
  async show(token: string, language: NoticeLanguage): Promise<string | undefined> {
    const opened = await openRequest(this.#context, token, language)
    if (opened === undefined) return undefined
    const { request, notice, shown } = opened
    return requestPage({
      language,
      notice: wordsOf(notice, language, request.brand_id),
      code_last4: request.code_last4,
      invalid_reason: request.invalid_reason,
      expire_time: formatTime(request.expire_time),
      shown,
    })
  }

  /**
   * Takes the answer of a member and returns what they see of it; undefined as for `show`, and when the form is none of the desk's.
   *
   * @example
   * const html = await desk.memberPage.answer(token, { answer: 'agree', language: 'zh-CN', shown })
   */
  async answer(
    token: string,
    answer: { readonly answer: 'agree' | 'refuse'; readonly language: NoticeLanguage; readonly shown: string },
  ): Promise<string | undefined> {
    const answered = await answerRequest(this.#context, token, answer)
    if (answered === undefined) return undefined
    const { language } = answer
    return answerPage({
      language,
      answer: answered.answer,
      notice: wordsOf(answered.notice, language, answered.request.brand_id),
      code_last4: answered.request.code_last4,
      time: formatTime(answered.time),
      consent_id: answered.consent_id,
    })
  }
}

function wordsOf(notice: Notice, language: NoticeLanguage, brand_id: string): NoticeWords {
  const { version, brand_name = brand_id, brand_contact = '', provider_name, provider_contact } = notice
  const parties = { version, brand_name, brand_contact, provider_name, provider_contact }
  return language === 'en'
    ? { ...parties, text: notice.text_en, purpose: notice.purpose_en, loss: notice.loss_en, withdrawal: notice.withdrawal_en }
    : { ...parties, text: notice.text_zh, purpose: notice.purpose_zh, loss: notice.loss_zh, withdrawal: notice.withdrawal_zh }
}
