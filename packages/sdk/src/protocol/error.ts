import { fillText, type Language, type LocalizedText, type TextPart } from '../text.ts'
import { type ErrorText, type ProtocolErrorCode, protocolErrors } from './protocol-errors.ts'

/**
 * The root of every error that this package throws. `code` is stable, the text is not; `message` is the English text.
 *
 * @example
 * try { await api.userCards.invalidate(code, input) } catch (error) {
 *   if (error instanceof CardMemberError) console.error(error.code, error.in('zh-CN'))
 * }
 */
export class CardMemberError extends Error {
  override readonly name: string = 'CardMemberError'
  readonly code: string
  readonly #text: LocalizedText

  constructor(code: string, message: LocalizedText, options?: ErrorOptions) {
    super(message.en, options)
    this.code = code
    this.#text = message
  }

  /** The message in a language. */
  in(language: Language): string {
    return this.#text[language]
  }
}

const unnamed: ErrorText = (subject, detail) => ({ en: `${subject}: ${detail}`, 'zh-CN': `${subject}：${detail}` })

class CatalogueError extends CardMemberError {
  /** @param catalogue where the code is; that of keys, credentials and signatures unless given */
  constructor(code: ProtocolErrorCode, subject: TextPart, detail?: TextPart, options?: ErrorOptions)
  constructor(
    code: string,
    subject: TextPart,
    detail: TextPart,
    options: ErrorOptions | undefined,
    catalogue: Readonly<Record<string, ErrorText>>,
  )
  constructor(
    code: string,
    subject: TextPart,
    detail: TextPart = '',
    options?: ErrorOptions,
    catalogue: Readonly<Record<string, ErrorText>> = protocolErrors,
  ) {
    super(code, fillText(catalogue[code] ?? unnamed, subject, detail), options)
  }
}

/**
 * Key material or a credential that cannot work, rejected before anything is sent: for example a certificate in place of a key,
 * a merchant's serial in place of WeChat Pay's, or an APIv3 key of the wrong length.
 */
export class CredentialError extends CatalogueError {
  override readonly name = 'CredentialError'
}

/**
 * An answer, a notification or a sealed value that cannot be trusted: no signature or a wrong one, an unknown serial, a
 * timestamp that is too far away, a tag that does not fit. Do not use its content.
 */
export class SignatureError extends CatalogueError {
  override readonly name = 'SignatureError'
}
