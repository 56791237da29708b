import { type TextPart, text } from '../text.ts'
import { CredentialError, SignatureError } from './error.ts'
import type { ErrorText } from './protocol-errors.ts'

/** The errors of what the APIv3 key encrypts, by their code. Only receivers of notifications and certificates hold them. */
export const resourceErrors = {
  APIV3_KEY_MISSING: (subject) =>
    text({
      zh: `缺少 ${subject}：商户平台设置的 32 字节 APIv3 密钥（品牌直连为品牌 API 密钥）。`,
      en: `${subject} is missing: the APIv3 key of 32 bytes set in the merchant platform (for a brand: its API key).`,
    }),
  APIV3_KEY_WRONG: (subject) =>
    text({
      zh: `${subject} 解密失败：APIv3 密钥不正确，或内容被改动。`,
      en: `${subject} cannot be decrypted: the APIv3 key is wrong, or the text was changed.`,
    }),
} as const satisfies Record<string, ErrorText>

/** The stable code of an error of what the APIv3 key encrypts. */
export type ResourceErrorCode = keyof typeof resourceErrors

/** No APIv3 key is given. */
export function missingApiv3Key(): CredentialError {
  return new CredentialError('APIV3_KEY_MISSING' satisfies ResourceErrorCode, 'apiv3_key', '', undefined, resourceErrors)
}

/** A value does not open with the APIv3 key. */
export function wrongApiv3Key(subject: TextPart): SignatureError {
  return new SignatureError('APIV3_KEY_WRONG' satisfies ResourceErrorCode, subject, '', undefined, resourceErrors)
}
