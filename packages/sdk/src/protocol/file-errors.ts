import { type TextPart, text } from '../text.ts'
import { CredentialError } from './error.ts'
import { type ErrorText, protocolErrors } from './protocol-errors.ts'
import { resourceErrors } from './resource-errors.ts'

/** The errors of files of keys, secrets and credentials, by their code. Only readers of files hold them. */
export const fileErrors = {
  CREDENTIAL_IS_BRAND: (subject) =>
    text({
      zh: `${subject} 填写了 brand_id，是品牌直连凭证。请以 'brand' 方式读取，或改为服务商的 mchid。`,
      en: `${subject} has brand_id, so it is that of a brand which calls for itself. Ask for it with 'brand', or give the mchid of the service provider.`,
    }),
  CREDENTIAL_IS_MERCHANT: (subject) =>
    text({
      zh: `${subject} 填写了 mchid，是商户号凭证。请勿以 'brand' 方式读取，或改为品牌的 brand_id。`,
      en: `${subject} has mchid, so it is that of a merchant number. Ask for it without 'brand', or give the brand_id of the brand.`,
    }),
  SECRET_NOT_TEXT: (subject) =>
    text({
      zh: `${subject} 不是 UTF-8 或 UTF-16 编码的文本。请另存为 UTF-8 纯文本。`,
      en: `${subject} is no text in UTF-8 or UTF-16. Save it as plain text in UTF-8.`,
    }),
  SECRET_LINES: (subject, detail) =>
    text({
      zh: `${subject} 有 ${detail} 行；应只含密钥或密码本身，共一行。`,
      en: `${subject} has ${detail} lines; it must hold the secret alone, on one line.`,
    }),
  SECRET_EMPTY: (subject) =>
    text({ zh: `${subject} 为空。请写入密钥或密码，共一行。`, en: `${subject} is empty. Write the secret into it, on one line.` }),
  FILE_MISSING: (subject) => text({ zh: `${subject} 不存在，请检查路径。`, en: `${subject} does not exist. Check the path.` }),
  FILE_IS_FOLDER: (subject) =>
    text({ zh: `${subject} 是文件夹，不是文件。请指定其中的文件。`, en: `${subject} is a folder, not a file. Name a file in it.` }),
  FILE_FORBIDDEN: (subject) =>
    text({
      zh: `运行本程序的用户无权读取 ${subject}。请授予读取权限。`,
      en: `${subject} may not be read by the user of this process. Give that user the right to read it.`,
    }),
  FILE_TOO_LARGE: (subject, detail) =>
    text({
      zh: `${subject} 有 ${detail} 字节；密钥或配置文件最多 1048576 字节。可能指定了错误的文件。`,
      en: `${subject} has ${detail} bytes; a file of keys or settings has at most 1048576. Another file is meant.`,
    }),
  FILE_EMPTY: (subject) => text({ zh: `${subject} 是空文件。请重新写入或下载。`, en: `${subject} is empty. Write or download it again.` }),
  FILE_UNREADABLE: (subject, detail) => text({ zh: `无法读取 ${subject}：${detail}。`, en: `${subject} cannot be read: ${detail}.` }),
} as const satisfies Record<string, ErrorText>

/** The stable code of an error of a file. */
export type FileErrorCode = keyof typeof fileErrors

/** Every error of keys, credentials, files and signatures, by its code: what happened, and what to do. */
export const credentialErrors = { ...protocolErrors, ...resourceErrors, ...fileErrors } as const

/** The error of a file, by its code. */
export function fileError(code: FileErrorCode, subject: TextPart, detail: TextPart = '', options?: ErrorOptions): CredentialError {
  return new CredentialError(code, subject, detail, options, fileErrors)
}
