import { formatTime } from '@card-member/sdk/contract'
import type { NoticeLanguage } from '../contract/consent.ts'
import type { Context } from '../domain/context.ts'
import { answerRequest, openRequest } from '../domain/member-answer.ts'
import { answerPage } from '../page/answer-page.ts'
import { requestPage } from '../page/request-page.ts'
import { noticeWordsOf } from './notice-words.ts'

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
      notice: noticeWordsOf(notice, language, request.brand_id),
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
      notice: noticeWordsOf(answered.notice, language, answered.request.brand_id),
      code_last4: answered.request.code_last4,
      time: formatTime(answered.time),
      consent_id: answered.consent_id,
    })
  }
}
